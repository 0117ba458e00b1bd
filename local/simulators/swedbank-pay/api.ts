import { json, type Reply, type SimulatorRequest } from '../http.ts';
import type { ProviderRoute } from '../provider-routes.ts';
import type { Happenings } from './happenings.ts';
import { idOf, paymentsPath } from './operations.ts';
import type { Outcome, Payment, TransactionType } from './payment.ts';
import { notFound, Problem } from './problems.ts';
import { refusal } from './refusals.ts';
import { kindNames, singleNames, typedIdOf, type Kind } from './resources.ts';
import type { Settings } from './settings.ts';
import type { Made, PaymentStore } from './store.ts';
import { paymentBody, resourceBody } from './views.ts';

interface Provider {
  store: PaymentStore;
  settings: Settings;
  happenings: Happenings;
  /** Where links in answers point; known once the server listens. */
  origin: () => string;
  /** Waits for what must reach the merchant before the answer does. */
  beforeAnswer: () => Promise<void>;
}

type Act = (request: SimulatorRequest) => Reply | Promise<Reply>;

/** The payments API (swedbank-pay.md 4-15). */
export function apiRoutes({ store, settings, happenings, origin, beforeAnswer }: Provider): ProviderRoute[] {
  const { soon, slowly } = happenings;
  const from = ({ query }: SimulatorRequest) => ({ origin: origin(), expand: query['$expand'] });
  const payment = (request: SimulatorRequest): Payment =>
    settings.takeStaleRead() ? store.previous(request.param('id')) : store.get(request.param('id'));

  const created = (request: SimulatorRequest, changed: Payment, path: string, body: unknown): Reply => {
    const reply = json(201, body ?? paymentBody(changed, from(request)));
    return { ...reply, headers: { ...reply.headers, location: `${origin()}${path}` } };
  };

  const resource = (request: SimulatorRequest, path: string[]): Reply => {
    const body = resourceBody(payment(request), path, from(request), settings.values.emptyLists === '[]');
    if (!body) throw notFound('The resource');
    return json(200, body);
  };

  const transactionMade = (request: SimulatorRequest, { payment: changed, transaction }: Made): Reply => {
    if (!transaction) throw new Error('The command made no transaction');
    const path = typedIdOf(changed, transaction);
    const [, , , , ...below] = path.slice(1).split('/');
    return created(request, changed, path, resourceBody(changed, below, from(request), false));
  };

  const route = (method: ProviderRoute['method'], path: string, operation: string, act: Act): ProviderRoute => ({
    method,
    path: `${paymentsPath}${path}`,
    operation,
    lenient: true,
    async handle(request) {
      const reply = await answered(act, request);
      await beforeAnswer();
      return reply;
    },
  });
  const get = (path: string, operation: string, resourcePath: (request: SimulatorRequest) => string[]) =>
    route('GET', `/{id}/${path}`, operation, (request) => resource(request, resourcePath(request)));
  const post = (path: string, operation: string, act: Act) => route('POST', path, operation, act);
  const transactions = (
    kind: Kind,
    type: TransactionType,
    work: (type: TransactionType, command: (outcome: Outcome) => Made) => Made | Promise<Made>,
    command: (id: string, body: unknown, outcome: Outcome) => Made,
  ) =>
    post(`/{id}/${kind}`, `${kind}.create`, async (request) => {
      const made = await work(type, (outcome) => command(request.param('id'), request.body, outcome));
      return transactionMade(request, made);
    });

  return [
    post('', 'payments.create', async (request) => {
      const userAgent = request.headers['user-agent'] ?? '';
      const made = await slowly('Authorization', (outcome) => store.create(request.body, userAgent, outcome));
      return created(request, made.payment, idOf(made.payment), undefined);
    }),
    route('PATCH', '/instrumentData/{token}', 'tokens.delete', ({ param, body }) => {
      const { paymentToken, payeeId } = store.deleteToken(param('token').toLowerCase(), body);
      const id = `${paymentsPath}/instrumentData/${paymentToken}`;
      return json(200, { instrumentData: { id, paymentToken, payeeId, isDeleted: true } });
    }),
    route('GET', '/{id}', 'payments.get', (request) => json(200, paymentBody(payment(request), from(request)))),
    route('PATCH', '/{id}', 'payments.abort', (request) =>
      json(200, paymentBody(store.abort(request.param('id'), request.body), from(request))),
    ),
    post('/{id}/approvedlegaladdress', 'approvedlegaladdress.create', (request) => {
      const changed = store.approveLegalAddress(request.param('id'), request.body);
      const body = resourceBody(changed, ['approvedlegaladdress'], from(request), false);
      return created(request, changed, `${idOf(changed)}/approvedlegaladdress`, body);
    }),
    transactions('authorizations', 'Authorization', slowly, store.authorize),
    // Which body a verification takes is not documented.
    { ...transactions('verifications', 'Verification', slowly, store.verify), unverified: 'shape' },
    transactions('captures', 'Capture', soon, store.capture),
    transactions('cancellations', 'Cancellation', soon, store.cancel),
    transactions('reversals', 'Reversal', soon, store.reverse),
    ...(['transactions', ...kindNames] as const).flatMap((kind) => [
      get(kind, `${kind}.list`, () => [kind]),
      get(`${kind}/{transactionId}`, `${kind}.get`, ({ param }) => [kind, param('transactionId').toLowerCase()]),
    ]),
    get('transactions/{transactionId}/itemdescriptions', 'itemdescriptions.get', ({ param }) => [
      'transactions',
      param('transactionId').toLowerCase(),
      'itemdescriptions',
    ]),
    ...[...singleNames, 'failed'].map((name) => get(name, `${name}.get`, () => [name])),
  ];
}

/** What the call comes to; a refusal is an answer like any other. */
async function answered(act: Act, request: SimulatorRequest): Promise<Reply> {
  try {
    return await act(request);
  } catch (error) {
    if (error instanceof Problem) return refusal(error, request.headers);
    throw error;
  }
}
