import { RemovalPolicy, SecretValue, Stack, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SlussFunction } from './sluss-function.ts';

/** The product's own secrets, beside one for each provider, which a command puts in and no template ever holds. */
type OwnSecret = 'api-keys' | 'mac-key';

export interface OwnSecretsProps {
  /** Such as `sluss/test`. */
  readonly secretPrefix: string;
  /** Whether they go with the stack, so that it can be made anew under the same names. */
  readonly destroy: boolean;
}

/** Secrets by name: the functions get the name, and the right to read this one and no other. */
export class OwnSecrets extends Construct {
  readonly #prefix: string;

  constructor(scope: Construct, id: string, { secretPrefix, destroy }: OwnSecretsProps) {
    super(scope, id);
    this.#prefix = secretPrefix;
    // Without them no client token, no Idempotency-Key and no merchant is known any more.
    const removalPolicy = destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    const macKey = new Secret(this, 'MacKey', {
      secretName: this.nameOf('mac-key'),
      description: 'Signs flow ids and client tokens, and makes keyed hashes; generated here, never changed',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'key',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    });
    const apiKeys = new Secret(this, 'ApiKeys', {
      secretName: this.nameOf('api-keys'),
      description: 'SHA-256 of each API key, with its merchant, name and scopes; kept by npm run keys',
      // Only how it begins: a later deployment does not touch what the command has put in.
      secretStringValue: SecretValue.unsafePlainText('{"keys":[]}'),
      removalPolicy,
    });
    for (const secret of [macKey, apiKeys]) {
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason:
          'Rotation would void every client token (MAC key); API keys are rotated by npm run keys, one at a time.',
      });
    }
  }

  /** @param what one of our own, or a provider's name */
  nameOf(what: string): string {
    return `${this.#prefix}/${what}`;
  }

  /** By name and not by reference, since a provider's secret is made by a command and not by this template. */
  allow(who: SlussFunction, ...whats: readonly (OwnSecret | (string & {}))[]): void {
    const arnOf = (what: string) =>
      // Secrets Manager ends every ARN with six characters of its own.
      Stack.of(this).formatArn({ service: 'secretsmanager', resource: `secret:${this.nameOf(what)}-??????` });
    who.allow(['secretsmanager:GetSecretValue'], whats.map(arnOf));
  }
}
