import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examine } from '../../../local/doctor/examine.ts';
import { openReadWithCertificate } from '../../../local/doctor/ask.ts';
import { swishChecks } from '../../../local/doctor/swish.ts';
import { localPayeeAlias } from '../../../local/simulators/swish/defaults.ts';
import { startSwishSimulator, type SwishSimulator } from '../../../local/simulators/swish/simulator.ts';
import { FakeDeployment, issueForSwish } from '../../fakes/deployment.ts';

const ahead = 90_000;
let simulator: SwishSimulator;
beforeAll(async () => {
  simulator = await startSwishSimulator({ port: 0, controlPort: 0 });
});
afterAll(() => simulator.close());

/** What the doctor finds at a real server that demands a certificate, with this secret. */
const answers = async (secret: object, host = simulator.url) => {
  const deployment = new FakeDeployment();
  deployment.secrets.set('swish', secret);
  deployment.hostOf = () => host;
  deployment.readWithCertificate = openReadWithCertificate();
  const found = await examine({ swish: swishChecks }, deployment);
  return found.find(({ name }) => name === 'swish-answers')?.finding;
};

describe('Swish over mutual TLS', () => {
  it('takes its own certificate, and is asked once', async () => {
    const secret = { ...simulator.clientCertificate, ca: simulator.ca };
    expect(await answers(secret)).toEqual({ outcome: 'passed', text: 'HTTP 404 for an unknown payment' });
    const read = openReadWithCertificate(() => Date.now() - ahead);
    const started = Date.now();
    const url = `${simulator.url}/api/v1/paymentrequests/${'0'.repeat(32)}`;
    const answer = read(url, secret);
    expect(read(url, secret)).toBe(answer);
    const { aheadSeconds, status } = (await answer) as { aheadSeconds: number; status: number };
    expect(status).toBe(404);
    // The server's Date is cut to seconds, and ours is read when its answer is there.
    const asked = (Date.now() - started) / 1000;
    expect(Math.abs(aheadSeconds - ahead / 1000)).toBeLessThanOrEqual(2 + asked);
  });

  it('breaks off the handshake with one of an unknown authority', async () => {
    const secret = { ...(await issueForSwish(localPayeeAlias)), ca: simulator.ca };
    expect(await answers(secret)).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining('breaks off the handshake') as string,
    });
  });

  it('is not believed when no authority that we know has signed for it', async () => {
    expect(await answers(simulator.clientCertificate)).toMatchObject({
      outcome: 'failed',
      text: expect.stringMatching(/^the certificate of https:.* is not trusted/) as string,
    });
  });

  it('may not be there', async () => {
    const secret = { ...simulator.clientCertificate, ca: simulator.ca };
    expect(await answers(secret, 'https://127.0.0.1:1')).toMatchObject({
      outcome: 'failed',
      text: 'https://127.0.0.1:1 does not answer (ECONNREFUSED)',
    });
  });
});
