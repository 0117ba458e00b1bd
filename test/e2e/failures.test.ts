import { it } from 'vitest';
import { ended, readProgress, start, type Job } from './api.ts';
import { describeFlows } from './needs.ts';
import { act, launch, type Deed } from './phone.ts';
import { advance } from './simulator.ts';

const hints = {
  decline: 'user-cancel',
  'no-app': 'no-client',
  'certificate-error': 'certificate-error',
  expire: 'expired-transaction',
} as const satisfies Partial<Record<Deed, string>>;

const cases: [Job, keyof typeof hints, object][] = [
  ['authentication', 'decline', {}],
  ['authentication', 'no-app', {}],
  ['authentication', 'certificate-error', {}],
  ['authentication', 'expire', {}],
  ['signature', 'decline', {}],
  ['signature', 'no-app', {}],
  ['signature', 'certificate-error', {}],
  ['signature', 'expire', {}],
  ['lookup', 'decline', { personalNumber: '198507099805' }],
  ['lookup', 'no-app', { personalNumber: '197010632391' }],
  ['lookup', 'certificate-error', { personalNumber: '191212121212' }],
];

describeFlows('a person who does not finish', () => {
  // Billecta's own test persons need no phone (billecta.md section 3).
  it.concurrent('test persons finish or fail by clocks of their own', async ({ expect }) => {
    const [completing, failing, appless] = await Promise.all(
      ['198001139297', '197001239297', '196001062626'].map((personalNumber) =>
        start('authentication', { personalNumber }),
      ),
    );
    // Enough for all of them, and too little for any other order to die.
    await advance(10);
    expect(await ended(completing!)).toMatchObject({ status: 'complete', result: { personalNumber: '198001139297' } });
    expect(await ended(failing!)).toMatchObject({ status: 'failed', hint: 'unknown-error' });
    expect(await ended(appless!)).toMatchObject({ status: 'failed', hint: 'no-client' });
  });

  it.concurrent.for(cases)('%s: %s', async ([job, deed, fields], { expect }) => {
    const flow = await start(job, fields);
    await act(await launch(flow), deed);
    const hint = hints[deed];
    expect(await ended(flow)).toMatchObject({ status: 'failed', hint, result: null, view: {} });
    expect(await readProgress(flow)).toMatchObject({
      status: 'failed',
      hint,
      message: expect.any(String) as string,
      view: {},
    });
  });
});

describeFlows('another person than the one who was named', () => {
  it.concurrent.for([
    ['authentication', '198507099805'],
    ['signature', '197010632391'],
    ['lookup', '191212121212'],
  ] as const)('finishes no %s', async ([job, personalNumber], { expect }) => {
    const flow = await start(job, { personalNumber });
    await act(await launch(flow), 'approve', { personalNumber: '196001062626' });
    expect(await ended(flow)).toMatchObject({ status: 'failed', hint: 'wrong-person', result: null });
  });
});
