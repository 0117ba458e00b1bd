import { showCalls } from './calls.ts';
import { find } from './dom.ts';
import { showFlow, showMessage, type FlowState } from './flow-card.ts';
import { watchFlow, type FlowWatcher } from './flow.ts';
import { askShop } from './http.ts';
import { speak } from './languages.ts';
import { showEnding, type Ending } from './outcome-card.ts';
import { showPanel, showStage } from './panels.ts';
import { launchOnPhone, letPhoneSee, listenToPhone, putPhoneAway, restPhone, showPhone, wakePhone } from './phone.ts';
import type { Job, Outcome, Progress, StartedFlow } from './shapes.ts';
import { focusForm, listenToForm, showForm } from './start-form.ts';
import { text } from './text.ts';

let flow: FlowState | undefined;
let watcher: FlowWatcher | undefined;
let ending: Ending | undefined;

const { apiUrl } = (await askShop('GET', '/shop/configuration')).body as { apiUrl: string };

/** Draws everything that depends on the language. */
function show(): void {
  showForm();
  showPhone();
  showCalls();
  if (ending) showEnding(ending);
  else if (flow) showFlow(flow);
}

function begin(job: Job, started: StartedFlow): void {
  const view = started.view ?? {};
  ending = undefined;
  flow = {
    job,
    deadline: started.deadline,
    view,
    codeSeen: view.qr !== undefined,
    cancelling: false,
    unreachable: false,
  };
  wakePhone(view);
  showFlow(flow);
  showPanel('flow');
  find('#flow-title', HTMLElement).focus();
  watcher = watchFlow(
    apiUrl,
    started,
    (progress) => void take(started.flowId, progress),
    (trouble) => {
      if (trouble === 'gone') end({ title: 'failed', words: text('trouble.gone') });
      else if (flow) showFlow(Object.assign(flow, { unreachable: true }));
    },
  );
  void watcher.read();
}

async function take(flowId: string, progress: Progress): Promise<void> {
  if (!flow) return;
  if (progress.status === 'pending') {
    const seen = progress.view ?? {};
    // Once the app is open the answer has no link any more; the card keeps the last one, marked as used, as it may have the focus.
    const view = { ...flow.view, ...seen };
    if (seen.qr === undefined) delete view.qr;
    flow = { ...flow, progress, view, unreachable: false, codeSeen: flow.codeSeen || seen.qr !== undefined };
    letPhoneSee(seen);
    showFlow(flow);
  } else if (progress.status === 'complete') {
    if (ending) return;
    const { status, body } = await askShop('GET', `/shop/outcomes/${encodeURIComponent(flowId)}`);
    end(status === 200 ? { outcome: body as Outcome } : { title: 'failed', words: text('error.outcome') });
  } else {
    end({ title: progress.status, words: progress.message ?? text('ended.text') });
  }
}

/** Shows how the flow ended. The same end comes again in another language: then nothing moves. */
function end(how: Ending): void {
  const first = ending === undefined;
  ending = how;
  showMessage('');
  showEnding(how);
  if (!first) return;
  showPanel('outcome');
  showStage('outcome' in how ? 'complete' : 'stopped');
  restPhone();
  find('#outcome-title', HTMLElement).focus();
}

function startAgain(): void {
  watcher?.stop();
  flow = watcher = ending = undefined;
  putPhoneAway();
  showStage('idle');
  showPanel('start');
  focusForm();
}

find('#launch', HTMLAnchorElement).addEventListener('click', (event) => {
  // In a shop the link starts the real app. No real app knows the simulator's orders, so the drawn phone takes the link.
  event.preventDefault();
  void launchOnPhone().then(() => flow && !ending && showFlow(flow));
});
find('#cancel', HTMLElement).addEventListener('click', () => {
  if (!flow || flow.cancelling) return;
  flow.cancelling = true;
  showFlow(flow);
  void watcher?.cancel().then(() => {
    if (!flow || ending) return;
    flow.cancelling = false;
    showFlow(flow);
  });
});
find('#again', HTMLElement).addEventListener('click', startAgain);

listenToForm(begin);
listenToPhone();
speak(() => {
  show();
  void watcher?.read();
});
show();
