import { createHash, createHmac } from 'node:crypto';
import { encode } from 'uqr';
import type { Order } from './order.ts';

/** Modules of white that a reader needs around the code. */
const quietZone = 4;

/** What an animated QR holds, `seconds` (whole) after the order's start (bankid.md 5). */
export function qrContent(qrStartToken: string, qrStartSecret: string, seconds: number): string {
  const time = String(seconds);
  return `bankid.${qrStartToken}.${time}.${createHmac('sha256', qrStartSecret).update(time).digest('hex')}`;
}

/** The text as a picture: a data URL of an SVG with one stroke for each run of dark modules. */
export function qrImage(content: string): string {
  const { data, size } = encode(content, { border: quietZone });
  const rows = data.map((row) => row.map((dark) => (dark ? 'x' : ' ')).join(''));
  const strokes = rows.flatMap((row, y) =>
    Array.from(row.matchAll(/x+/g), ({ 0: run, index }) => `M${index} ${y}.5h${run.length}`),
  );
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path stroke="#000" d="${strokes.join('')}"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** The order's picture at `now`; the order remembers it, so that a scan can be traced back to its second. */
export function showFrame(order: Order, now: number): string {
  const seconds = secondsSinceStart(order, now);
  const image = qrImage(qrContent(order.qrStartToken, order.qrStartSecret, seconds));
  order.frames.set(digest(image), seconds);
  return image;
}

/** How many seconds old the picture is at `now`; undefined when the order has never shown it. */
export function frameAge(order: Order, image: string, now: number): number | undefined {
  const shownAt = order.frames.get(digest(image));
  return shownAt === undefined ? undefined : secondsSinceStart(order, now) - shownAt;
}

const secondsSinceStart = ({ createdAt }: Order, now: number) => Math.floor((now - createdAt) / 1000);
const digest = (text: string) => createHash('sha256').update(text).digest('base64');
