import type { ViewEvent } from './payer.ts';

interface Texts {
  title: string;
  amount: string;
  to: string;
  simulated: string;
  approve: string;
  approveAndLeave: string;
  decline: string;
  declineFinally: string;
  cancel: string;
  leave: string;
  terms: string;
  back: string;
  standing: Record<ViewEvent['event'], string>;
}

/** What the page says, in the languages that invoices have (swedbank-pay.md 3). */
export const texts: Record<'sv-SE' | 'nb-NO' | 'en-US', Texts> = {
  'sv-SE': {
    title: 'Betala mot faktura',
    amount: 'Att betala',
    to: 'Till',
    simulated: 'Simulerad betalsida. Inga pengar flyttas och ingen faktura skickas.',
    approve: 'Godkänn köpet',
    approveAndLeave: 'Godkänn, men återvänd aldrig till butiken',
    decline: 'Låt försöket misslyckas',
    declineFinally: 'Låt betalningen misslyckas helt',
    cancel: 'Avbryt och gå tillbaka',
    leave: 'Att stänga fönstret är också ett svar: då händer ingenting.',
    terms: 'Visa villkoren',
    back: 'Tillbaka till butiken',
    standing: {
      onPaymentPending: 'Svaret dröjer. Vänta här.',
      onPaymentCompleted: 'Köpet är godkänt.',
      onPaymentCanceled: 'Betalningen är avbruten.',
      onPaymentFailed: 'Betalningen misslyckades och kan inte göras om.',
      onPaymentTransactionFailed: 'Försöket misslyckades. Du kan försöka igen.',
    },
  },
  'nb-NO': {
    title: 'Betal med faktura',
    amount: 'Å betale',
    to: 'Til',
    simulated: 'Simulert betalingsside. Ingen penger flyttes, og ingen faktura sendes.',
    approve: 'Godkjenn kjøpet',
    approveAndLeave: 'Godkjenn, men gå aldri tilbake til butikken',
    decline: 'La forsøket mislykkes',
    declineFinally: 'La betalingen mislykkes helt',
    cancel: 'Avbryt og gå tilbake',
    leave: 'Å lukke vinduet er også et svar: da skjer ingenting.',
    terms: 'Vis vilkårene',
    back: 'Tilbake til butikken',
    standing: {
      onPaymentPending: 'Svaret drøyer. Vent her.',
      onPaymentCompleted: 'Kjøpet er godkjent.',
      onPaymentCanceled: 'Betalingen er avbrutt.',
      onPaymentFailed: 'Betalingen mislyktes og kan ikke gjøres om.',
      onPaymentTransactionFailed: 'Forsøket mislyktes. Du kan prøve igjen.',
    },
  },
  'en-US': {
    title: 'Pay by invoice',
    amount: 'To pay',
    to: 'To',
    simulated: 'Simulated payment page. No money moves, and no invoice is sent.',
    approve: 'Approve the purchase',
    approveAndLeave: 'Approve, but never return to the shop',
    decline: 'Let the attempt fail',
    declineFinally: 'Let the payment fail for good',
    cancel: 'Cancel and go back',
    leave: 'To close the window is an answer too: then nothing happens.',
    terms: 'Show the terms',
    back: 'Back to the shop',
    standing: {
      onPaymentPending: 'The answer takes its time. Please wait here.',
      onPaymentCompleted: 'The purchase is approved.',
      onPaymentCanceled: 'The payment is cancelled.',
      onPaymentFailed: 'The payment failed and cannot be tried again.',
      onPaymentTransactionFailed: 'The attempt failed. You can try again.',
    },
  },
};

export type Language = keyof typeof texts;
export const isLanguage = (text: string): text is Language => Object.hasOwn(texts, text);
