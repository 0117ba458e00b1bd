// Makes a fresh clone ready and hands over to local/<command>.ts. Plain JavaScript without dependencies, because it runs
// on whatever Node the newcomer has; everything after it runs on the Node that package-lock.json pins.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const NODE = join(root, 'node_modules', '.bin', 'node');
const VENV = join(root, '.local', 'venv');
const LOCK = join(root, '.local', 'setup.lock');
const NEEDS_PYTHON = ['bench', 'start', 'test'];

/** What runs now. */
const children = new Set();

const quit = (sentence) => {
  for (const child of children) child.kill();
  console.error(`\n${sentence}`);
  process.exit(1);
};

const fingerprint = (file) =>
  createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('hex');
const remembered = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

let interrupted = false;
// The terminal sends its signals to the child as well; one sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    if (children.size === 0) process.exit(130);
    for (const child of children) child.kill(signal);
  });
}

/** Runs a program; resolves with its exit code and output (empty when the output goes straight to the terminal). */
const run = (command, args, options = {}) =>
  new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    children.add(child);
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', (error) => {
      children.delete(child);
      resolve({ code: 127, output: error.message });
    });
    child.on('close', (code, signal) => {
      children.delete(child);
      resolve({ code: code ?? 1, signal, output });
    });
  });

/** One line for a step that takes time, with its time at the end. */
const step = async (label, work) => {
  const started = Date.now();
  process.stderr.write(`${label} …\n`);
  const { code, output } = await work();
  if (interrupted) process.exit(130);
  process.stderr.write(`${label}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  if (code !== 0) process.stderr.write(output);
  return { code, output };
};

const isOffline = (output) =>
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|NewConnectionError|Name or service|Temporary failure|Max retries/i.test(
    output,
  );

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Takes the lock, or says which living process holds it. The file appears whole (link), so its text is always a pid. */
const tryLock = () => {
  const mine = `${LOCK}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, LOCK);
    return undefined;
  } catch {
    const holder = Number(remembered(LOCK));
    if (isAlive(holder)) return holder;
    rmSync(LOCK, { force: true });
    return tryLock();
  } finally {
    rmSync(mine, { force: true });
  }
};

const locked = async (work) => {
  mkdirSync(join(root, '.local'), { recursive: true });
  let waitedFor;
  for (let holder = tryLock(); holder !== undefined; holder = tryLock()) {
    if (holder !== waitedFor) console.error(`Waiting for the set-up that process ${holder} is doing …`);
    waitedFor = holder;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const unlock = () => remembered(LOCK) === String(process.pid) && rmSync(LOCK);
  process.once('exit', unlock);
  await work();
  unlock();
};

const MODULES_MARK = join(root, 'node_modules', '.installed-lock');
const modulesAreCurrent = () => existsSync(NODE) && remembered(MODULES_MARK) === fingerprint('package-lock.json');

const installModules = async () => {
  // Without node_modules/.bin: npm must not run on the very Node that it is about to replace.
  const path = process.env.PATH.split(delimiter).filter((folder) => !folder.endsWith(join('node_modules', '.bin')));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const { code, output } = await step('Installing the packages of package-lock.json', () =>
    run('npm', ['ci', '--loglevel=error'], { env }),
  );
  if (code === 127) quit('npm was not found: install it (it comes with Node), then try again.');
  if (code !== 0 && isOffline(output)) {
    quit('npm could not reach its package registry: check the network (or proxy settings), then try again.');
  }
  if (code !== 0) quit(`"npm ci" failed (exit code ${code}): mend what it says above, then try again.`);
  writeFileSync(MODULES_MARK, fingerprint('package-lock.json'));
};

const VENV_MARK = join(VENV, '.installed-requirements');
const venvIsCurrent = () => remembered(VENV_MARK) === fingerprint('local/requirements.txt');

/** The first Python on the PATH that is new enough and can make virtual environments. */
const findPython = () => {
  const probe = 'import sys, venv\nprint("%d.%d" % sys.version_info[:2])\nimport ensurepip';
  let almost;
  for (const name of ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python']) {
    const { status, stdout } = spawnSync(name, ['-c', probe], { encoding: 'utf8' });
    const [major, minor] = (stdout ?? '').trim().split('.').map(Number);
    const isNewEnough = major === 3 && minor >= 10;
    if (status === 0 && isNewEnough) return name;
    if (isNewEnough) almost ??= `${major}.${minor}`;
  }
  return quit(
    almost
      ? `Python ${almost} cannot make virtual environments: install its venv module (Debian and Ubuntu: "sudo apt install python3-venv"), then try again.`
      : 'Python 3.10 or later was not found (the local AWS runs on it): install it (Debian and Ubuntu: "sudo apt install python3 python3-venv"; macOS: "brew install python"), then try again.',
  );
};

const installLocalAws = async () => {
  const python = findPython();
  const { code, output } = await step('Installing the local AWS into .local/venv', async () => {
    const made = await run(python, ['-m', 'venv', '--clear', VENV]);
    if (made.code !== 0) return made;
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
    return run(join(VENV, 'bin', 'python'), [...pip, '-r', 'local/requirements.txt']);
  });
  if (code !== 0 && isOffline(output)) {
    quit("pip could not reach Python's package index: check the network (or proxy settings), then try again.");
  }
  if (code !== 0)
    quit('The virtual environment .local/venv could not be made: mend what it says above, then try again.');
  writeFileSync(VENV_MARK, fingerprint('local/requirements.txt'));
};

const [command, ...args] = process.argv.slice(2);
const needsPython = NEEDS_PYTHON.includes(command);
const isReady = () => modulesAreCurrent() && (!needsPython || venvIsCurrent());

if (process.platform === 'win32') quit('Sluss runs on Linux and macOS; on Windows, use it inside WSL.');
if (Number(process.versions.node.split('.')[0]) < 20) {
  quit(
    `Node 20 or later is needed to begin with, and this is ${process.version}: install a newer one, then try again.`,
  );
}
if (!isReady()) {
  // What cannot be had is said before minutes are spent on the rest.
  if (needsPython && !venvIsCurrent()) findPython();
  await locked(async () => {
    await Promise.all([
      modulesAreCurrent() ? undefined : installModules(),
      needsPython && !venvIsCurrent() ? installLocalAws() : undefined,
    ]);
  });
}
const { code, signal } = await run(
  NODE,
  ['--disable-warning=ExperimentalWarning', join('local', `${command}.ts`), ...args],
  { stdio: 'inherit' },
);
process.exitCode = signal ? 130 : code;
