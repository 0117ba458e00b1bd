import {
  CreateSecretCommand,
  InvalidParameterException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

/** One secret, whose current version moves only from the version that the caller names, as Secrets Manager has it. */
export class FakeSecretsManager extends SecretsManagerClient {
  readonly #versions: string[];
  #current = 0;

  /** @param value the secret's JSON at first; without it there is no secret until one is created */
  constructor(value?: object) {
    super({ region: 'eu-north-1' });
    this.#versions = value === undefined ? [] : [JSON.stringify(value)];
  }

  get text(): string {
    return this.#versions[this.#current] ?? '';
  }

  /** What was put last, whether it is current or waits to be. */
  get newest(): string {
    return this.#versions.at(-1) ?? '';
  }

  override send = (command: object): Promise<never> => {
    const answer = this.#answer(command);
    return Promise.resolve(answer as never);
  };

  #answer(command: object): unknown {
    if (command instanceof CreateSecretCommand) {
      this.#versions.push(command.input.SecretString ?? '');
      return {};
    }
    if (this.#versions.length === 0) throw new ResourceNotFoundException({ message: 'no secret', $metadata: {} });
    if (command instanceof PutSecretValueCommand) {
      this.#versions.push(command.input.SecretString ?? '');
      if (!command.input.VersionStages) this.#current = this.#versions.length - 1;
      return { VersionId: String(this.#versions.length - 1) };
    }
    if (command instanceof UpdateSecretVersionStageCommand) {
      if (command.input.RemoveFromVersionId !== String(this.#current)) {
        throw new InvalidParameterException({ message: 'not attached', $metadata: {} });
      }
      this.#current = Number(command.input.MoveToVersionId);
      return {};
    }
    return { SecretString: this.text, VersionId: String(this.#current) };
  }
}
