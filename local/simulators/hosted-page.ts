import { readFileSync } from 'node:fs';
import type { Reply } from './http.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, inside an element or in a quoted attribute. */
export const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);

/** A file that a payer's browser loads. */
export const file = (location: URL, type: string): Reply => ({
  status: 200,
  headers: { 'content-type': `${type}; charset=utf-8` },
  body: readFileSync(location, 'utf8'),
});

/** The look that the providers' simulated pages share. */
export const hostedPageStyle = (): Reply => file(new URL('hosted-page.css', import.meta.url), 'text/css');

/**
 * A page of a provider's for the payer: `framers` are the origins that may frame it, and nothing from elsewhere is loaded.
 * A form may lead anywhere, because the browser goes on to the shop's own address.
 */
export const hostedPage = (html: string, framers: readonly string[]): Reply => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors ${framers.length > 0 ? framers.join(' ') : "'none'"}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  },
  body: html,
});
