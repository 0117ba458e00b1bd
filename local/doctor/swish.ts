import { swish } from '../../functions/swish/provider.ts';
import { deployCommand, failed, needsTrial, passed, settingsFile, type Check, type Finding } from './check.ts';
import { clockCheck } from './clocks.ts';
import type { Answer, Deployment, Silence } from './deployment.ts';
import { presentable, swishCertificateChecks } from './swish-certificate.ts';

/** Reads a payment request that nobody can have made: 404 from whoever takes the certificate (swish.md 8). */
const readNothing = async (deployment: Deployment): Promise<Answer | Silence> => {
  const certificate = await presentable(deployment);
  const url = `${deployment.hostOf(swish)}/api/v1/paymentrequests/${'0'.repeat(32)}`;
  return deployment.readWithCertificate(url, certificate);
};

/** What Node says of a server's certificate that it does not trust, or that has another name. */
const isOfServer = (why: string): boolean =>
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERR_TLS_CERT_)/.test(why) && why !== 'CERT_REJECTED';
/** An alert of the server, or a connection that it closes where it has none to give (swish.md 8, 16.3). */
const isOfOurs = (why: string): boolean => /ALERT|^EPROTO$|^ECONNRESET$|^ERR_SSL_/.test(why);

const explained = (why: string, deployment: Deployment): Finding => {
  const host = deployment.hostOf(swish);
  const { environment } = deployment;
  if (isOfServer(why))
    return failed(
      `the certificate of ${host} is not trusted (${why})`,
      `Check the host in ${settingsFile}; "ca" in the secret takes the place of the public authorities, and only a simulator needs it (npm run certificates -- store swish --ca …).`,
    );
  if (isOfOurs(why))
    return failed(
      `${host} breaks off the handshake (${why}): it does not take the client certificate`,
      `It is revoked, of another authority than Swish's, of the other environment, or stored without its chain. Put a good one in: npm run certificates -- store swish --environment ${environment}`,
    );
  return failed(
    `${host} does not answer (${why})`,
    `Check the host in ${settingsFile} and the network from here, and try again in a while.`,
  );
};

/** Swish: the certificate, whether Swish takes it, who looks at its last day, and what no read shows (swish.md 8, 10 and 16). */
export const swishChecks: readonly Check[] = [
  ...swishCertificateChecks,
  {
    name: 'swish-answers',
    proves: 'Swish answers over mutual TLS and takes the certificate',
    run: async (deployment) => {
      const answer = await readNothing(deployment);
      if ('why' in answer) return explained(answer.why, deployment);
      if (answer.status === 404) return passed('HTTP 404 for an unknown payment');
      if (answer.status === 401 || answer.status === 403)
        return failed(
          `Swish refuses the certificate (HTTP ${answer.status})`,
          `Its number is not enrolled, or the agreement has ended: ask the bank. Test and production have different certificates. Another one: npm run certificates -- store swish --environment ${deployment.environment}`,
        );
      return failed(
        `Swish answers HTTP ${answer.status}, which says nothing about the certificate`,
        `Check the host in ${settingsFile}, and try again in a while.`,
      );
    },
  },
  {
    name: 'swish-certificate-rule',
    proves: 'the days that the certificate has left are measured each day, so that its alarms can go off',
    run: async (deployment) => {
      const rules = await deployment.rulesOf(`sluss-${deployment.environment}-swish-certificate`);
      if (rules.some(({ isEnabled, schedule }) => isEnabled && schedule === 'rate(1 day)'))
        return passed('enabled, each day');
      return failed(
        'no enabled rule runs the function each day',
        `Nobody is told before the certificate expires: ${deployCommand(deployment)}.`,
      );
    },
  },
  {
    name: 'swish-callbacks',
    proves: 'callbacks of Swish reach us',
    run: () =>
      needsTrial(
        "Swish's client may send no SNI, which API Gateway demands. Nothing depends on it: every outcome is polled for",
      ),
  },
  clockCheck('swish-clock', 'Swish', async (deployment) => {
    const answer = await readNothing(deployment);
    return 'why' in answer ? undefined : answer;
  }),
];
