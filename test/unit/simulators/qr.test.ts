import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { qrContent, qrImage } from '../../../local/simulators/billecta/qr.ts';
import { simulator, type Simulator } from './harness.ts';

/** The vectors that BankID publishes (bankid.md 5). */
const token = '67df3917-fa0d-44e5-b327-edcc928297f8';
const secret = 'd28db9a7-4cde-429e-a983-359be676944c';

it.each([
  [0, 'dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8'],
  [1, '949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2'],
  [2, 'a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3'],
])('the content after %i s is what BankID says', (seconds, authCode) => {
  expect(qrContent(token, secret, seconds)).toBe(`bankid.${token}.${seconds}.${authCode}`);
});

it('the picture is an SVG of the code with its finder pattern inside a quiet zone', () => {
  const svg = Buffer.from(qrImage('bankid').replace('data:image/svg+xml;base64,', ''), 'base64').toString();
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 29 29".*<\/svg>$/);
  expect(svg).toContain('M4 4.5h7');
  expect(svg).toContain('M18 4.5h7');
});

describe('a scan', () => {
  let billecta: Simulator;
  beforeEach(async () => {
    billecta = await simulator();
  });
  afterEach(() => billecta.close());

  it('opens the order that shows the picture, which then shows none', async () => {
    await billecta.start();
    const { ReferenceToken: reference, QR: qr } = await billecta.start();
    await billecta.start();

    expect((await billecta.control('scan', { qr })).body).toEqual({ reference });
    expect((await billecta.poll(reference)).body).toMatchObject({ Status: 'Started', QR: null });
    expect((await billecta.control('scan', { qr })).status).toBe(404);
  });

  it('sees a new picture each second and the same one within it', async () => {
    const { ReferenceToken: reference, QR: first } = await billecta.start();
    billecta.pass(0.9);
    expect((await billecta.poll(reference)).body['QR']).toBe(first);
    billecta.pass(0.1);
    expect((await billecta.poll(reference)).body['QR']).not.toBe(first);
  });

  it('takes a picture of five seconds ago and refuses one of six, also when newer ones were shown', async () => {
    const { ReferenceToken: reference, QR: old } = await billecta.start();
    billecta.pass(1);
    const { QR: newer } = (await billecta.poll(reference)).body;
    billecta.pass(5);

    expect((await billecta.control('scan', { qr: old })).status).toBe(409);
    expect((await billecta.poll(reference)).body['Status']).toBe('OutstandingTransaction');
    expect((await billecta.control('scan', { qr: newer })).status).toBe(200);
  });

  it('finds nothing in a picture that was never shown', async () => {
    await billecta.start();
    expect((await billecta.control('scan', { qr: qrImage(qrContent(token, secret, 0)) })).status).toBe(404);
  });
});
