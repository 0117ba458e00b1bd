import { swedbankPay } from '../../functions/swedbank-pay/provider.ts';
import { harmlessRead } from '../commands/bearer-token.ts';
import { failed, needsTrial, note, passed, settingsFile, type Check } from './check.ts';
import { clockCheck } from './clocks.ts';
import type { Deployment } from './deployment.ts';
import { usableSecret } from './secrets.ts';

const nobody = '00000000-0000-0000-0000-000000000000';

const tryToken = async (deployment: Deployment) => {
  const { token } = await usableSecret(deployment, swedbankPay.name, swedbankPay.secret);
  const { url, headers } = harmlessRead(deployment.hostOf(swedbankPay), token);
  return deployment.ask(url, headers);
};

/** Swedbank Pay: the token, and what no read shows (swedbank-pay.md 1, 2 and 16). */
export const swedbankPayChecks: readonly Check[] = [
  {
    name: 'swedbank-pay-token',
    proves: 'Swedbank Pay answers and takes the token',
    run: async (deployment) => {
      const answer = await tryToken(deployment);
      if (answer?.status === 403 || answer?.status === 404)
        return passed(`HTTP ${answer.status} for an unknown payment`);
      if (answer?.status === 401)
        return failed(
          'Swedbank Pay refuses the token (HTTP 401)',
          `Test and production have different ones. Put a good one in: npm run secrets -- swedbank-pay --environment ${deployment.environment}`,
        );
      const host = deployment.hostOf(swedbankPay);
      return failed(
        answer
          ? `${host} answers HTTP ${answer.status}, which says nothing about the token`
          : `${host} does not answer`,
        'Check the host in infra/environments.ts and the network from here, and try again in a while.',
      );
    },
  },
  {
    name: 'swedbank-pay-payee',
    proves: 'the token may act for the payeeId of the environment',
    run: ({ settings }) => {
      const { payeeId } = swedbankPay.settings.parse(settings.providers[swedbankPay.name]);
      if (payeeId !== nobody) return needsTrial('create a payment; 403 says that it may not');
      return failed('payeeId has only zeros', `Put the merchant's id at Swedbank Pay into ${settingsFile} and deploy.`);
    },
  },
  {
    name: 'swedbank-pay-callbacks',
    proves: 'Swedbank Pay sends callbacks',
    run: () =>
      needsTrial(
        'they are off for new merchants since February 2026 until Swedbank Pay switches them on by agreement. Without them open payments are looked at on a schedule, later',
      ),
  },
  {
    name: 'swedbank-pay-sweden',
    proves: 'Swedish payers can be invoiced',
    run: () =>
      note('Sweden is closed to new merchants at Swedbank Pay: country SE is for contracts that have it already'),
  },
  clockCheck('swedbank-pay-clock', 'Swedbank Pay', tryToken),
];
