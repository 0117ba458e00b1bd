import { describe, expect, test } from 'vitest';
import { pageFiles } from '../../../local/demo/files.ts';
import { framed, pages } from '../../../local/demo/pages.ts';

describe('the demo’s pages', () => {
  const find = pageFiles();

  test.each(pages)('$path is whole: its parts, styles and script are there', async ({ path, title, start }) => {
    const html = (await find(path))?.content ?? '';
    expect(html).toContain(`data-title="${title}"`);
    expect(html).toContain(`id="${start}"`);
    expect(html).not.toMatch(/\{\{|\}\}/);
    const files = [...html.matchAll(/(?:href|src)="(\/[a-z-]+\.[a-z]+)"/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(3);
    const missing = files.filter((file) => find(file) === undefined);
    expect(missing).toEqual([]);
  });

  test.each(pages)('$path marks itself in the navigation, and leads to every other', (page) => {
    const links = framed('{{links}}', page, '');
    for (const { path } of pages) expect(links).toContain(`href="${path}"`);
    expect([...links.matchAll(/href="([^"]+)" aria-current="page"/g)].map(([, path]) => path)).toEqual([page.path]);
  });

  test('puts what a page says in as it is', () => {
    const written = pages.map((page) => framed('<main>{{content}}</main>', page, 'costs $& 5'));
    expect(new Set(written)).toEqual(new Set(['<main>costs $& 5</main>']));
  });

  test('are not served without their frame, nor is anything outside their folder', () => {
    expect(find('/shop.html')).toBeUndefined();
    expect(find('/frame.html')).toBeUndefined();
    expect(find('/../server.ts')).toBeUndefined();
  });
});
