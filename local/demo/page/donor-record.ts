import type { Donation, Proof } from './donor-shapes.ts';
import { create, find, say } from './dom.ts';
import { day, time } from './formats.ts';
import { language, text, type TextKey } from './text.ts';

/** Why there is no donation to show, or not the newest. */
export type DonationTrouble = 'unread' | 'unknown';

const stages: readonly string[] = ['pending', 'approved', 'failed', 'removed'];
const intervals: readonly string[] = ['monthly', 'quarterly', 'yearly'];

/** The text of a word that we know; else the word itself. */
const wordFor = (known: readonly string[], prefix: string, word: string | null): string =>
  word !== null && known.includes(word) ? text(`${prefix}.${word}` as TextKey) : (word ?? '');

const none = () => text('record.none');

function list(selector: string, facts: [TextKey, string][]): void {
  find(selector, HTMLElement).replaceChildren(
    ...facts.flatMap(([key, value]) => [create('dt', '', text(key)), create('dd', '', value)]),
  );
}

const contractFacts = ({ isPaused, interval, nextRun }: NonNullable<Donation['contract']>): [TextKey, string][] => [
  ['contract.state', text(isPaused ? 'contract.paused' : 'contract.running')],
  ['donation.interval', wordFor(intervals, 'every', interval)],
  ['contract.next', nextRun === null ? none() : day(nextRun)],
];

const approvalFacts = ({ isActive, stage, account }: NonNullable<Donation['approval']>): [TextKey, string][] => [
  ['approval.stage', wordFor(stages, 'approval', stage)],
  ['approval.active', text(isActive ? 'approval.yes' : 'approval.no')],
  ['record.account', account],
];

const proofFacts = ({ personalNumber, at, account, bankIdReference }: Proof): [TextKey, string][] => [
  ['detail.personalNumber', personalNumber],
  ['proof.at', `${day(at.slice(0, 10))}, ${time(at)}`],
  ['record.account', account],
  ['proof.reference', bankIdReference],
];

/** Draws what the charity has: ids and proof of the flow, contract and approval as Sluss reads them at Billecta. */
export function showRecord(donation: Donation | undefined, trouble: DonationTrouble | undefined): void {
  const { made = null, contract = null, approval = null } = donation ?? {};
  say(find('#record-empty', HTMLElement), trouble ? text(`record.${trouble}`) : made ? '' : text('record.empty'));
  find('#record-made', HTMLElement).hidden = made === null;
  if (!made) return;
  list('#record-ids', [
    ['record.debtor', made.debtorId ?? none()],
    ['record.contract', made.contractId ?? none()],
    ['record.first', day(made.firstWithdrawal)],
  ]);
  list('#record-proof', proofFacts(made.proof));
  say(find('#proof-text', HTMLElement), made.proof.text[language()]);
  list('#record-contract', contract ? contractFacts(contract) : [['contract.state', none()]]);
  list('#record-approval', approval ? approvalFacts(approval) : [['approval.stage', none()]]);
}
