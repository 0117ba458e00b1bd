import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { framed, pages, type Page } from './pages.ts';

const folder = new URL('page/', import.meta.url);

const types = {
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
};

/** Where a card window leads back to, in the page's frame or in a window of its own. */
export const landingPath = '/pay/landed';

export interface PageFile {
  type: string;
  content: string;
}

const read = (name: string) => readFile(new URL(name, folder), 'utf8');

async function load(name: string, ending: keyof typeof types): Promise<PageFile> {
  const text = await read(name);
  return { type: types[ending], content: ending === 'ts' ? stripTypeScriptTypes(text) : text };
}

const html = (content: string): PageFile => ({ type: 'text/html; charset=utf-8', content });

/** What several pages have in common stands in files of its own: `{{bankid-phone}}` is bankid-phone.html. */
async function withPieces(content: string): Promise<string> {
  const mark = /\{\{([a-z]+-[a-z-]+)\}\}/g;
  const names = [...content.matchAll(mark)].map(([, name = '']) => name);
  const pieces = new Map(await Promise.all(names.map(async (name) => [name, await read(`${name}.html`)] as const)));
  return content.replaceAll(mark, (_, name: string) => pieces.get(name) ?? '');
}

async function loadPage(page: Page): Promise<PageFile> {
  const [frame, content] = await Promise.all([read('frame.html'), read(`${page.name}.html`).then(withPieces)]);
  return html(framed(frame, page, content));
}

/** Reads the pages and their files, TypeScript without its types so that the browser runs it, and keeps them in memory. */
export function pageFiles() {
  const names = new Set(readdirSync(folder));
  const cache = new Map<string, Promise<PageFile>>();
  const find = (path: string): Promise<PageFile> | undefined => {
    const page = pages.find((candidate) => candidate.path === path);
    if (page) return loadPage(page);
    if (path === landingPath) return read('landed.html').then(html);
    const [, name, ending] = /^\/([a-z-]+\.(css|svg|ts))$/.exec(path) ?? [];
    return name === undefined || !names.has(name) ? undefined : load(name, ending as keyof typeof types);
  };
  return (path: string): Promise<PageFile> | undefined => {
    const file = cache.get(path) ?? find(path);
    if (file) cache.set(path, file);
    return file;
  };
}
