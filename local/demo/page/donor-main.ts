import { showCalls } from './calls.ts';
import { forgetConfirmation, listenToConfirmation, showConfirmation } from './confirmation.ts';
import { find } from './dom.ts';
import { forgetDonationDeeds, listenToDonationDeeds, showDonationDeeds } from './donor-deeds.ts';
import { listenToDonationForm, showDonationForm } from './donor-form.ts';
import { showRecord, type DonationTrouble } from './donor-record.ts';
import type { Donation } from './donor-shapes.ts';
import { isUnderway, showWay, type Followed } from './donor-way.ts';
import { watchFlow, type FlowWatcher } from './flow.ts';
import { askShop } from './http.ts';
import { speak } from './languages.ts';
import { launchOnPhone, letPhoneSee, listenToPhone, restPhone, showPhone, wakePhone } from './phone.ts';
import { poll, type Poll } from './poll.ts';
import type { Progress, StartedFlow } from './shapes.ts';

let followed: Followed | undefined;
let watcher: FlowWatcher | undefined;
let flowId: string | undefined;
let donation: Donation | undefined;
let trouble: DonationTrouble | undefined;
let reader: Poll | undefined;

const { apiUrl } = (await askShop('GET', '/shop/configuration')).body as { apiUrl: string };

/** Draws everything. */
function show(): void {
  showDonationForm(followed !== undefined && isUnderway(followed));
  showWay(followed, donation?.traces ?? null);
  showRecord(donation, trouble);
  showDonationDeeds(donation);
  showConfirmation(followed, donation);
  showPhone();
  showCalls();
}

/** Keeps what the charity has of a donation in view. Whoever reloads the page finds it again. */
function keepRecord(id: string): void {
  reader?.stop();
  flowId = id;
  donation = trouble = undefined;
  forgetDonationDeeds();
  history.replaceState(null, '', `/donor?flowId=${encodeURIComponent(id)}`);
  reader = poll(async (stopped) => {
    const { status, body } = await askShop('GET', `/donors/donations/${encodeURIComponent(id)}`);
    if (stopped.aborted) return;
    if (status === 200) donation = body as Donation;
    trouble = status === 200 ? undefined : status === 404 ? 'unknown' : 'unread';
    show();
  });
}

function begin(started: StartedFlow): void {
  watcher?.stop();
  const view = started.view ?? {};
  const begun: Followed = {
    ...{ job: 'lookup', deadline: started.deadline, view, codeSeen: view.qr !== undefined },
    ...{ cancelling: false, unreachable: false },
    ...{ flowId: started.flowId, clientToken: started.clientToken, wasAsked: false, isGone: false },
  };
  followed = begun;
  forgetConfirmation();
  wakePhone(view);
  keepRecord(started.flowId);
  watcher = watchFlow(
    apiUrl,
    started,
    (progress) => take(begun, progress),
    (what) => {
      if (what === 'gone') begun.isGone = true;
      else begun.unreachable = true;
      show();
    },
  );
  show();
  find('#flow-title', HTMLElement).focus();
  void watcher.read();
}

function take(begun: Followed, progress: Progress): void {
  const wasOpen = isUnderway(begun);
  const seen = progress.view ?? {};
  // Once the app is open the answer has no link any more; the card keeps the last one, marked as used, as it may have the focus.
  const view = { ...begun.view, ...seen };
  if (seen.qr === undefined) delete view.qr;
  if (seen.approval === undefined) delete view.approval;
  Object.assign(begun, { progress, deadline: progress.deadline, unreachable: false, view });
  begun.codeSeen ||= seen.qr !== undefined;
  begun.wasAsked ||= seen.approval !== undefined;
  if (isUnderway(begun)) letPhoneSee(seen);
  else if (wasOpen) {
    restPhone();
    void reader?.read();
  }
  show();
}

function leave(): void {
  if (!followed || followed.cancelling) return;
  const left = followed;
  left.cancelling = true;
  show();
  void watcher?.cancel().then(() => {
    left.cancelling = false;
    show();
  });
}

find('#launch', HTMLAnchorElement).addEventListener('click', (event) => {
  // At a charity the link starts the real app. No real app knows the simulator's orders, so the drawn phone takes the link.
  event.preventDefault();
  void launchOnPhone().then(show);
});
find('#cancel', HTMLElement).addEventListener('click', leave);

listenToDonationForm(begin);
listenToDonationDeeds(
  () => (donation && flowId !== undefined ? { flowId, donation } : undefined),
  () => void reader?.read(),
);
listenToConfirmation({
  apiUrl,
  current: () => followed,
  show,
  onAnswered: () => void watcher?.read(),
  onLeft: leave,
});
listenToPhone();
speak(() => {
  show();
  void watcher?.read();
});
show();
const earlier = new URL(location.href).searchParams.get('flowId');
if (earlier !== null) keepRecord(earlier);
