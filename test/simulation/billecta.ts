import { router } from '../../local/simulators/http.ts';
import { simulatorClock } from '../../local/simulators/clock.ts';
import { faultQueue } from '../../local/simulators/faults.ts';
import { gated } from '../../local/simulators/provider-routes.ts';
import { callStatistics } from '../../local/simulators/statistics.ts';
import { authorizedBy } from '../../local/simulators/billecta/authentication.ts';
import { bankAccountRoutes, hasShownAccount } from '../../local/simulators/billecta/bank-accounts.ts';
import { simulatedCreditor } from '../../local/simulators/billecta/creditors.ts';
import { localCreditorPublicId, localSecureToken } from '../../local/simulators/billecta/defaults.ts';
import { billectaProblem } from '../../local/simulators/billecta/errors.ts';
import { invoicing } from '../../local/simulators/billecta/invoicing/routes.ts';
import { orderStore, type Orders } from '../../local/simulators/billecta/orders.ts';
import { webhookOf } from '../../local/simulators/billecta/webhook.ts';
import { agendaOn } from './agenda.ts';
import { BankIdOrders } from './bankid-orders.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { currentProcess } from './process.ts';
import type { World } from './world.ts';

/** What Billecta has of a person before we ask: more than ten contracts are too many to be looked through. */
export type Acquaintance = 'nobody' | 'debtor' | 'approved' | 'crowded';

const contractsOfCrowded = 11;
const headers = { authorization: `SecureToken ${Buffer.from(localSecureToken).toString('base64')}` };

/**
 * The provider simulator of local/, wired as it wires itself, but on the world's time; people go through its lookups as
 * the schedule has it. Logins are simpler, and draw no codes.
 */
export class Billecta {
  readonly #world: World;
  readonly #logins: BankIdOrders;
  readonly #orders: Orders;
  readonly #faults = faultQueue();
  readonly #route: ReturnType<typeof router>;

  constructor(world: World) {
    this.#world = world;
    this.#logins = new BankIdOrders(world);
    const clock = simulatorClock(() => world.scheduler.now);
    const agenda = agendaOn(world);
    this.#orders = orderStore(clock);
    const webhook = webhookOf(localCreditorPublicId, clock, agenda);
    const hasShown = hasShownAccount(this.#orders, clock);
    const invoices = invoicing({ creditorPublicId: localCreditorPublicId, clock, agenda, webhook, hasShown });
    this.#route = router(
      gated(
        [
          ...simulatedCreditor(localCreditorPublicId).routes,
          ...bankAccountRoutes(localCreditorPublicId, this.#orders, clock),
          ...invoices.routes,
        ],
        {
          clock,
          authorized: authorizedBy(localSecureToken),
          problem: billectaProblem,
          faults: this.#faults,
          statistics: callStatistics(),
        },
      ),
    );
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const { method, url, body } = request;
    if (url.pathname.startsWith('/v1/bankid/')) return this.#logins.answer(request);
    const process = currentProcess();
    if (method === 'POST' && url.pathname.startsWith('/v1/bank/accounts/')) this.#world.orderStarted(process);
    const reply = await this.#call(method, url.pathname + url.search, body, request.headers);
    const isDone = reply.status === 200;
    if (isDone && method === 'POST' && url.pathname.startsWith('/v1/bank/accounts/')) this.#meetPerson();
    this.#world.donationWatch.answered(process, `${method} ${url.pathname}`, isDone, reply.body);
    return reply;
  }

  async #call(method: string, path: string, body: string, sent: HttpRequest['headers'] = headers): Promise<HttpAnswer> {
    const lowered = Object.fromEntries(Object.entries(sent).map(([name, text]) => [name.toLowerCase(), text]));
    const reply = await this.#route({ method, path, headers: lowered, body });
    if (typeof reply === 'symbol') throw new TypeError('the simulation asks for no such faults of the simulator');
    return reply;
  }

  /** The person who is to confirm a lookup does, or does not. */
  #meetPerson(): void {
    const [order] = this.#orders.newestFirst();
    if (!order) return;
    const { random, scheduler } = this.#world;
    const way = random.chance(0.8) ? 'confirms' : random.pick('cancels', 'stays away', 'stays away', 'waits');
    const openedAt = scheduler.now + random.between(2, 10) * 1000;
    const at = openedAt + random.between(1, 15) * 1000;
    order.openedAt = way === 'stays away' ? null : openedAt;
    order.ending = null;
    if (way === 'cancels') order.ending = { at, status: 'Error', hintCode: 'userCancel' };
    if (way === 'confirms')
      order.ending = { at, status: 'Complete', hintCode: null, approvedBy: order.personalNumber ?? '' };
  }

  /** The next call of this operation is refused. */
  refuse(operation: 'debtors.create' | 'debtors.update' | 'contracts.create'): void {
    this.#faults.add({ kind: 'problem', count: 1, operation, status: 400 });
  }

  /** What is given to. @returns its id */
  addProduct(): Promise<string> {
    return this.#add('/v1/products/product', { Description: 'Rent vatten' });
  }

  /** Lets a person be known before we ask. */
  async meet(personalNumber: string, how: Acquaintance, productId: string): Promise<void> {
    if (how === 'nobody') return;
    const account = { Active: true, ClearingNo: '6000', AccountNo: '0000042', PaymentServiceSupplier: 'SHB' };
    const DebtorPublicId = await this.#add('/v1/debtors/debtor', {
      Name: 'Astrid Provberg',
      OrgNo: personalNumber,
      ...(how === 'approved' ? { Autogiro: account } : {}),
    });
    for (let left = how === 'crowded' ? contractsOfCrowded : 0; left > 0; left -= 1)
      await this.#add('/v1/contractinvoice/action', {
        DebtorPublicId,
        Records: [
          {
            ProductPublicId: productId,
            ArticleDescription: 'Rent vatten',
            Quantity: 1,
            UnitPrice: { CurrencyCode: 'SEK', Value: 10_000 },
            VAT: 0,
          },
        ],
        RecurrenceDetails: { Start: '2027-06-01', MonthlyRecurrence: { RecurOnDayInMonth: 1 } },
      });
  }

  async #add(path: string, view: object): Promise<string> {
    const body = JSON.stringify({ CreditorPublicId: localCreditorPublicId, ...view });
    const answer = await this.#call('POST', path, body);
    if (answer.status !== 200) throw new Error(`the simulator refuses: ${answer.body}`);
    return (JSON.parse(answer.body) as { PublicId: string }).PublicId;
  }
}
