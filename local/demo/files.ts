import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

const folder = new URL('page/', import.meta.url);

const types = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
};

export interface PageFile {
  type: string;
  content: string;
}

async function load(name: string, ending: keyof typeof types): Promise<PageFile> {
  const text = await readFile(new URL(name, folder), 'utf8');
  return { type: types[ending], content: ending === 'ts' ? stripTypeScriptTypes(text) : text };
}

/** Addresses that people see. */
const pages: Record<string, string> = { '/': '/page.html', '/shop': '/shop.html' };

/** Reads the page's files, TypeScript without its types so that the browser runs it, and keeps them in memory. */
export function pageFiles() {
  const names = new Set(readdirSync(folder));
  const cache = new Map<string, Promise<PageFile>>();
  return (path: string): Promise<PageFile> | undefined => {
    const [, name, ending] = /^\/([a-z-]+\.(html|css|svg|ts))$/.exec(pages[path] ?? path) ?? [];
    if (name === undefined || !names.has(name)) return undefined;
    const file = cache.get(name) ?? load(name, ending as keyof typeof types);
    cache.set(name, file);
    return file;
  };
}
