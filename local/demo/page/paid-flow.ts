import { find } from './dom.ts';
import { watchFlow, type FlowWatcher } from './flow.ts';
import { askShop } from './http.ts';
import { isOpen, showPaid, type Followed } from './paid-card.ts';
import type { PaidFlow, Way } from './pay-shapes.ts';
import { launchAtPayer, letPayerSee, putPayerAway, restPayer, wakePayer, type Due } from './payer.ts';
import type { Progress, StartedFlow } from './shapes.ts';

interface Merchant {
  apiUrl: string;
  /** The flow has changed: draws what else depends on it. */
  show: () => void;
  onEnd: (way: Way) => void;
}

/** Follows one flow at a time in which a customer pays, on its card and on the phone beside it. */
export function followPaidFlows({ apiUrl, show, onEnd }: Merchant) {
  let flow: Followed | undefined;
  let watcher: FlowWatcher | undefined;

  function draw(): void {
    showPaid(flow);
    show();
  }

  async function take(followed: Followed, flowId: string, due: Due, progress: Progress): Promise<void> {
    const isFirst = followed.progress === undefined;
    const ended = progress.status !== 'pending' && isOpen(followed);
    Object.assign(followed, { progress, trouble: undefined, view: progress.view ?? {} });
    if (isFirst && isOpen(followed) && progress.hint !== 'outcome-unknown') wakePayer(due);
    const content = followed.view.swish?.qrContent;
    if (content !== undefined && followed.code === undefined) {
      const { status, body } = await askShop('POST', '/pay/codes', { qrContent: content });
      if (status === 200) followed.code = (body as { qr: string }).qr;
    }
    if (followed !== flow) return;
    if (followed.view.swish) letPayerSee(followed.view.swish, followed.code);
    if (ended) await finish(followed, flowId);
    draw();
  }

  /** The payer's side is over: what came of it the merchant's server reads with its own key. */
  async function finish(followed: Followed, flowId: string): Promise<void> {
    restPayer();
    const { status, body } = await askShop('GET', `/pay/flows/${encodeURIComponent(flowId)}`);
    followed.outcome = status === 200 ? (body as PaidFlow) : null;
    onEnd(followed.way);
  }

  find('#swish-link', HTMLElement).addEventListener('click', (event) => {
    // In a shop the link starts the real app. No real app knows the simulator's payments, so the drawn phone takes the link.
    event.preventDefault();
    void launchAtPayer();
  });
  find('#stop', HTMLElement).addEventListener('click', () => {
    // To ask twice is to ask once, and the first may not have been heard.
    if (!flow) return;
    flow.stopping = true;
    draw();
    void watcher?.cancel();
  });

  return {
    isBusy: (): boolean => flow !== undefined && isOpen(flow),
    /** Where the payer goes on while the flow is open. */
    redirectUrl: (): string | undefined => (flow && isOpen(flow) ? flow.view.redirectUrl : undefined),
    draw,

    begin(way: Way, started: StartedFlow, due: Due): void {
      watcher?.stop();
      putPayerAway();
      const begun: Followed = { way, deadline: started.deadline, view: started.view ?? {}, stopping: false };
      flow = begun;
      watcher = watchFlow(
        apiUrl,
        started,
        (progress) => void take(begun, started.flowId, due, progress),
        (what) => {
          begun.trouble = what;
          draw();
        },
      );
      draw();
      void watcher.read();
    },

    forget(): void {
      watcher?.stop();
      flow = watcher = undefined;
      putPayerAway();
    },

    read: (): void => void watcher?.read(),
  };
}
