import { parseArgs } from 'node:util';
import { bundle } from '../certificates/bundle.ts';
import { convert } from '../certificates/convert.ts';
import { flagOptions } from '../certificates/flags.ts';
import { inspect } from '../certificates/inspect.ts';
import type { Desk } from '../certificates/questions.ts';
import { request } from '../certificates/request.ts';
import { wantedBankid, wantedSwish } from '../certificates/requested.ts';
import { selfSign } from '../certificates/self-sign.ts';
import { store } from '../certificates/store.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { main } from '../system/main.ts';
import { requiredEnvironment, secretsOf } from './environment.ts';
import { converse } from './prompt.ts';

const usage = `Certificates for BankID and Swish: requests, bundles, and what is in a file. Without flags it asks.

  npm run certificates -- request bankid     a key and the request (.p10) that goes to the bank
  npm run certificates -- request swish      a key and the request (.csr) that goes into Swish's portal
  npm run certificates -- bundle             the key and the issued certificate as PKCS#12 (.p12)
  npm run certificates -- inspect            what is in a file of any of these kinds
  npm run certificates -- convert            an old PKCS#12 file, or PEM, as a modern one; --to pem as PEM
  npm run certificates -- self-sign          a BankID certificate for Billecta's test environment
  npm run certificates -- store swish --environment test

  --organisation, --corporate-number, --display-name, --swish-number     what a request is made of
  --key, --request, --certificate, --chain, --file, --out, --ca          files
  --environment production    refuse what is for tests alone (bundle, self-sign, store)
  --overwrite                 replace a file that is there
  --yes                       go on without asking

A password is asked for, or read from standard input, one a line: never a flag. docs/certificates.md tells all of it.`;

const actionOf = (desk: Desk, name: string): (() => Promise<void>) | undefined => {
  const environment = desk.flags.environment === undefined ? undefined : requiredEnvironment(desk.flags.environment);
  return {
    'request bankid': async () => request(desk, await wantedBankid(desk)),
    'request swish': async () => request(desk, await wantedSwish(desk)),
    bundle: () => bundle(desk, environment),
    inspect: () => inspect(desk),
    convert: () => convert(desk),
    'self-sign': () => selfSign(desk, environment),
    'store swish': () => {
      const chosen = requiredEnvironment(environment);
      const { client, nameOf } = secretsOf(chosen);
      return store(desk, { client, secretId: nameOf('swish'), environment: chosen });
    },
  }[name];
};

await main(async () => {
  const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: flagOptions });
  if (flags.help || positionals.length === 0) {
    console.log(usage);
    return;
  }
  const desk: Desk = {
    flags,
    conversation: converse(),
    // npm changes into the project's folder, and says where it was called.
    folder: process.env['INIT_CWD'] ?? process.cwd(),
    now: new Date(),
    say: console.log,
  };
  const action = actionOf(desk, positionals.join(' '));
  if (!action) throw new ExplainedError(usage);
  await action();
});
