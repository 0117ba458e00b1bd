import * as z from 'zod';
import { passesLuhn } from '../../shared/luhn.ts';
import type { Subject } from './names.ts';
import { answer, fits, type Desk } from './questions.ts';

const text = (most: number) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^\\P{Cc}{1,${most}}$`, 'u'), `It must have 1 to ${most} characters.`);

// A sole trader's is the owner's personal number, so the third digit says nothing here.
const corporateNumber = z
  .string()
  .regex(/^\d{10}$/, { error: 'It must have 10 digits, without hyphen or spaces.', abort: true })
  .refine(passesLuhn, 'Its last digit is wrong: one of the digits is another one.');

const swishNumber = z.string().regex(/^\d{10}$/, 'It must have 10 digits, such as 1234679304.');

/** What a certificate is asked for with, and what its files are called by. */
export interface Wanted {
  subject: Subject;
  name: string;
  bits: 2048 | 4096;
  /** The extension of the request, with the dot. */
  extension: string;
}

/** What BankID's key generator asks for (bankid.md 3.1), in a subject such as BankID's own test certificate has (3.3). */
export const wantedBankid = async (desk: Desk): Promise<Wanted> => {
  const organisation = await answer(desk, {
    flag: 'organisation',
    text: 'Official name of the organisation (at most 64 characters)',
    check: fits(text(64)),
  });
  const serialNumber = await answer(desk, {
    flag: 'corporate-number',
    text: 'Corporate identity number (10 digits)',
    check: fits(corporateNumber),
  });
  const name = await answer(desk, {
    flag: 'display-name',
    text: 'Display name, which people see when they identify themselves (at most 40 characters)',
    check: fits(text(40)),
  });
  if (/bankid/i.test(name)) desk.say('Note: banks refuse a display name with the word BankID in it.');
  return {
    subject: { country: 'SE', organisation, serialNumber, name, commonName: name },
    name,
    bits: 2048,
    extension: '.p10',
  };
};

/** Swish checks no contents of the subject (swish.md 16.1): it gets those of the test certificate (16.2). */
export const wantedSwish = async (desk: Desk): Promise<Wanted> => {
  const organisation = await answer(desk, {
    flag: 'corporate-number',
    text: 'Organisation number (10 digits)',
    check: fits(corporateNumber),
  });
  const commonName = await answer(desk, {
    flag: 'swish-number',
    text: 'Swish number of the agreement (10 digits)',
    check: fits(swishNumber),
  });
  return {
    subject: { country: 'SE', organisation, commonName },
    name: commonName,
    bits: 4096,
    extension: '.csr',
  };
};
