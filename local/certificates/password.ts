import { ExplainedError } from '../system/explained-error.ts';

/** What a new password must have: BankID's rule for its keys (bankid.md 3.1), letters counted as A to Z alone. */
export const checkedPassword = (password: string): string => {
  const letters = password.match(/[A-Za-z]/g)?.length ?? 0;
  if (password.length < 12 || letters < 4 || !/\d/.test(password))
    throw new ExplainedError(
      'The password must have at least 12 characters, with at least four letters (A to Z) and one digit.',
    );
  return password;
};
