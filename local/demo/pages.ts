/**
 * A page of the demo. Its own files in `page/` are `{name}.html`, what stands in `main`, and `{name}-main.ts`, its script;
 * `page.{name}` is its name in the navigation. What it asks of the server is answered in counters.ts.
 */
export interface Page {
  path: string;
  name: string;
  /** The text that is its title. */
  title: string;
  /** The element to which the skip link leads. */
  start: string;
  styles: readonly string[];
}

/** In the order of the navigation. */
export const pages: readonly Page[] = [
  {
    path: '/',
    name: 'bankid',
    title: 'title',
    start: 'card',
    styles: ['style', 'card', 'outcome', 'lock', 'phone'],
  },
  {
    path: '/shop',
    name: 'shop',
    title: 'shop.title',
    start: 'order',
    styles: ['style', 'card', 'outcome', 'corner', 'shop'],
  },
  {
    path: '/invoice',
    name: 'invoice',
    title: 'invoice.title',
    start: 'send',
    styles: ['style', 'card', 'outcome', 'phone', 'corner', 'invoice'],
  },
  {
    path: '/pay',
    name: 'pay',
    title: 'pay.title',
    start: 'merchant',
    styles: ['style', 'card', 'outcome', 'phone', 'corner', 'pay'],
  },
  {
    path: '/swish',
    name: 'swish',
    title: 'swish.title',
    start: 'merchant',
    styles: ['style', 'card', 'outcome', 'phone', 'corner', 'pay'],
  },
  {
    path: '/donor',
    name: 'donor',
    title: 'donor.title',
    start: 'give',
    styles: ['style', 'card', 'outcome', 'phone', 'corner', 'donor'],
  },
];

const link = (page: Page, current: Page) =>
  `<a href="${page.path}"${page === current ? ' aria-current="page"' : ''} data-text="page.${page.name}"></a>`;

/** Puts a page's own part into the frame that all have: head, navigation, languages, list of calls. */
export function framed(frame: string, page: Page, content: string): string {
  const parts: Record<string, string> = {
    name: page.name,
    title: page.title,
    start: page.start,
    styles: page.styles.map((style) => `<link rel="stylesheet" href="/${style}.css" />`).join('\n    '),
    links: pages.map((other) => link(other, page)).join(' '),
    content,
  };
  return frame.replaceAll(/\{\{(\w+)\}\}/g, (_, part: string) => parts[part] ?? '');
}
