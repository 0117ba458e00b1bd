/** Banks of the account lookup (billecta.md 3), each with made-up clearing and IBAN bank codes in the bank's own series. */
export const banks = {
  OEB: { clearingNo: '1200', ibanCode: '120' },
  SHB: { clearingNo: '6000', ibanCode: '600' },
  ICA: { clearingNo: '9270', ibanCode: '927' },
  LFB: { clearingNo: '9020', ibanCode: '902' },
  NB: { clearingNo: '3000', ibanCode: '300' },
  SBAB: { clearingNo: '9250', ibanCode: '925' },
  SEB: { clearingNo: '5000', ibanCode: '500' },
  SKB: { clearingNo: '9150', ibanCode: '915' },
  SYD: { clearingNo: '9570', ibanCode: '957' },
  FSPA: { clearingNo: '7000', ibanCode: '800' },
  FSPASB: { clearingNo: '8000', ibanCode: '800' },
} as const;

export type Bank = keyof typeof banks;
