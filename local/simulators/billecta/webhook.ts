import * as z from 'zod';
import type { Agenda } from '../agenda.ts';
import type { Clock } from '../clock.ts';
import { controlBody } from '../control.ts';
import { deliverySender, deliverySettings, undisturbed } from '../deliveries.ts';
import { json, type Route } from '../http.ts';
import { postCallback } from '../post.ts';
import { dateTime } from './identity.ts';

/** The events of billecta.md 1.6 that the simulator's changes of state make. */
const webhookEvents = [
  'InvoiceActionAttested',
  'InvoiceActionPaid',
  'InvoicePaymentReceived',
  'AmountCreditedOnInvoice',
  'UndeliveredInvoice',
  'AutogiroApprovalChanged',
  'AutogiroApprovalFailed',
  'AutogiroWithdrawalFailedOnInvoice',
  'AutogiroWithdrawalRenewedOnInvoice',
  'Overpayment',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** What the portal's page of webhooks takes: one URL, headers of one's own, and the ticked events; null for all. */
const configuration = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  headers: z.record(z.string().regex(/^[\w-]+$/), z.string().regex(/^[ -~]*$/)).default({}),
  events: z.array(z.enum(webhookEvents)).nullable().default(null),
});

/** Tells of a change to what `subject` names, an invoice or a debtor; `data` is the view that the event has. */
export type TellWebhook = (event: WebhookEvent, subject: string, data: object, at: number) => void;

export interface Webhook {
  tell: TellWebhook;
  /** Waits for what must come before the answer of the call that caused it. */
  beforeAnswer(): Promise<void>;
  readonly control: Route[];
  clear(): void;
}

/** That it is sent three times again is the reference's choice, and when is ours: nothing is known (billecta.md 1.6, 13). */
const retrySeconds = [10, 60, 300];

/** The webhook of the creditor: nobody hears anything until the control API says who. */
export function webhookOf(creditorPublicId: string, clock: Clock, agenda: Agenda): Webhook {
  let configured: z.infer<typeof configuration> | null = null;
  let settings = undisturbed(0);
  const sender = deliverySender({ settings: () => settings, retrySeconds, clock, agenda, post: postCallback });
  const shown = () => json(200, { webhook: configured, settings, callbacks: sender.log() });
  const path = '/_simulator/webhook';
  return {
    tell(event, subject, data, at) {
      if (!configured || configured.events?.includes(event) === false) return;
      // The shape is assumed (billecta.md 1.6); a copy, since views change afterwards.
      const body = structuredClone({
        EventType: event,
        CreditorPublicId: creditorPublicId,
        Data: data,
        AdditionalData: null,
        Timestamp: dateTime(at),
      });
      const headers = { ...configured.headers, 'x-simulator-unverified': 'shape' };
      sender.ring({ subject, cause: event, url: configured.url, body, headers });
    },
    beforeAnswer: () => sender.beforeAnswer(),
    control: [
      { method: 'GET', path, handle: shown },
      {
        method: 'PUT',
        path,
        handle({ body }) {
          configured = controlBody(configuration, body);
          return shown();
        },
      },
      {
        method: 'POST',
        path,
        handle({ body }) {
          settings = { ...settings, ...controlBody(deliverySettings.partial(), body) };
          return shown();
        },
      },
      {
        method: 'DELETE',
        path,
        handle() {
          configured = null;
          return shown();
        },
      },
    ],
    clear() {
      configured = null;
      settings = undisturbed(0);
      sender.clear();
    },
  };
}
