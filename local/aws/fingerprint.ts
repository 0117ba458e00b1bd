import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the synthesized app is made of, besides its context. */
const sources = ['{infra,functions,shared}/**/*', 'package-lock.json', 'cdk.json', 'tsconfig.json'];

/** A hash that changes when the app in `root`, the Node it runs on or its `context` does. */
export const fingerprintOf = (root: string, context: Record<string, string>): string => {
  const hash = createHash('sha256').update(
    JSON.stringify([process.version, Object.entries(context).map(String).sort()]),
  );
  const files = globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
    hash.update(`\0${path.slice(root.length)}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
};
