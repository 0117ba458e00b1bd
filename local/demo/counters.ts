import type { Answer } from './answer.ts';
import { connectBell } from './bell.ts';
import { openCheckout } from './checkout.ts';
import { openDesk } from './desk.ts';
import { openDonorDesk } from './donor-desk.ts';
import { openInvoiceDesk } from './invoice-desk.ts';
import { openPaidFlows } from './paid-flows.ts';
import { openPayDesk } from './pay-desk.ts';
import { connectPayerPhone } from './payer-phone.ts';
import { connectPhone } from './phone.ts';
import { openShop, type Counter } from './shop.ts';
import { connectToSluss } from './sluss.ts';
import { openSwishDesk } from './swish-desk.ts';

/** What the page asks its server, apart from method and the path's first two parts, by which the counter is found. */
export interface Visit {
  visitor: string;
  third: string | undefined;
  fourth: string | undefined;
  language: string;
  userAgent: string;
  body: () => Promise<unknown>;
}

export type Counters = Record<string, (visit: Visit) => Answer | Promise<Answer>>;

export interface CounterSettings {
  apiUrl: string;
  apiKey: string;
  simulators: { billecta: string; 'swedbank-pay': string; swish: string };
}

/** All that the page may ask for, by method and the first two parts of the path. `url` is the demo's own address. */
export function openCounters({ apiUrl, apiKey, simulators }: CounterSettings, url: () => string): Counters {
  const sluss = connectToSluss({ apiUrl, apiKey });
  const shop = openShop(sluss);
  const checkout = openCheckout(sluss, url);
  const desk = openDesk(sluss);
  const bell = connectBell(simulators['swedbank-pay']);
  const phone = connectPhone(simulators.billecta);
  const invoices = openInvoiceDesk(sluss, simulators.billecta);
  const flows = openPaidFlows(sluss);
  const pay = openPayDesk(sluss, flows, invoices.debtorFor, url);
  const swish = openSwishDesk(sluss, flows);
  const donors = openDonorDesk(sluss, simulators.billecta);
  const atPayer =
    (phone: ReturnType<typeof connectPayerPhone>) =>
    async ({ third, fourth = '', body }: Visit): Promise<Answer> =>
      third === undefined ? phone.open(await body()) : phone.answer(third, fourth);
  const start =
    (counter: Counter) =>
    async ({ visitor, body, language }: Visit): Promise<Answer> => ({
      ...(await shop.start(counter, visitor, await body(), language)),
      remembers: true,
    });
  return {
    'GET /shop/configuration': () => ({ status: 200, body: { apiUrl } }),
    'GET /shop/banks': () => shop.banks(),
    'POST /shop/authentications': start('authentications'),
    'POST /shop/signatures': start('signatures'),
    'POST /shop/lookups': start('lookups'),
    'GET /shop/outcomes': ({ third = '', visitor }) => shop.outcome(third, visitor),
    'POST /shop/payments': async ({ third, fourth = '', body, userAgent, language }) =>
      third === undefined ? checkout.pay(await body(), userAgent, language) : desk.act(third, fourth),
    'GET /shop/payments': ({ third = '' }) => desk.payment(third),
    'GET /shop/return': ({ third = '' }) => checkout.comeBack(third),
    'GET /shop/bell': ({ third = '' }) => bell.rings(third),
    'POST /shop/bell': async ({ body }) => bell.set(await body()),
    'GET /invoices/banks': () => invoices.banks(),
    'POST /invoices/kivra': async ({ body }) => invoices.reach(await body()),
    'POST /invoices/sent': async ({ third, fourth = '', body, visitor }) =>
      third === undefined ? invoices.send(await body(), visitor) : invoices.act(third, fourth, await body(), visitor),
    'GET /invoices/sent': ({ third = '', fourth, visitor }) => {
      if (fourth === 'pdf') return invoices.file(third, visitor);
      return fourth === 'mail' ? invoices.mail(third, visitor) : invoices.read(third, visitor);
    },
    'POST /pay/flows': async ({ third = '', body, visitor, language }) =>
      pay.start(third, await body(), visitor, language),
    'GET /pay/flows': ({ third = '', visitor }) => flows.read(third, visitor),
    'POST /pay/codes': async ({ body }) => pay.draw(await body()),
    'GET /pay/cards': ({ third = '', visitor }) => pay.cards(third, visitor),
    'POST /pay/cards': async ({ third = '', fourth, body, visitor }) =>
      fourth === 'removal' ? pay.remove(third, await body(), visitor) : pay.charge(third, await body(), visitor),
    'POST /donors/donations': async ({ third, fourth = '', body, visitor, language }) =>
      third === undefined ? donors.start(await body(), visitor, language) : donors.act(third, fourth, visitor),
    'GET /donors/donations': ({ third = '', visitor }) => donors.read(third, visitor),
    'POST /swish/payments': async ({ third, fourth = '', body, visitor, language }) =>
      third === undefined
        ? swish.pay(await body(), visitor, language)
        : swish.act(third, fourth, await body(), visitor),
    'GET /swish/payments': ({ third = '', visitor }) => swish.read(third, visitor),
    'POST /payer/requests': atPayer(connectPayerPhone(simulators.billecta, 'billecta')),
    'POST /payer/payments': atPayer(connectPayerPhone(simulators.swish, 'swish')),
    'POST /phone/scan': async ({ body }) => phone.open('scan', await body()),
    'POST /phone/launch': async ({ body }) => phone.open('launch', await body()),
    'POST /phone/no-app': async ({ body }) => phone.noApp(await body()),
    'POST /phone/orders': ({ third = '', fourth = '' }) => phone.answer(third, fourth),
  };
}
