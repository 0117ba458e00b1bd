/** The words of the page on which Swish is paid directly. */
export const en = {
  'swish.title': 'Pay with Swish directly',
  'swish.lead':
    'Ask for payment as the merchant, pay as the customer. Sluss speaks to Swish itself, over mutual TLS with the merchant’s own certificate.',
  'swish.agreement': 'For merchants with a Swish agreement of their own: no invoice, and nobody between. Without one:',
  'swish.invoice': 'Pay an invoice with Swish through Billecta',
  'swish.amount': 'Amount, kr',
  'swish.message': 'Message to the payer',
  'swish.message.note': 'At most 50 letters, digits, spaces and : ; . , ? ! ( ) ". At least one krona.',
  'swish.asked': 'Pay with Swish?',
  'swish.asked.to': 'To Slussholmen',
  'swish.refund.amount': 'Amount to pay back, kr',
  'swish.refund': 'Pay back',
  'swish.cancel': 'Cancel, while unpaid',
  'swish.busy': 'Swish is being asked…',
  'swish.refunded': 'Asked: Swish pays it back in some seconds. The ledger tells what came of it.',
  'swish.cancelled': 'Cancelled.',
};

export const sv: Record<keyof typeof en, string> = {
  'swish.title': 'Betala med Swish direkt',
  'swish.lead':
    'Begär betalt som handlare, betala som kund. Sluss talar med Swish självt, över ömsesidig TLS med handlarens eget certifikat.',
  'swish.agreement': 'För handlare med eget Swish-avtal: ingen faktura, och ingen emellan. Utan ett sådant:',
  'swish.invoice': 'Betala en faktura med Swish genom Billecta',
  'swish.amount': 'Belopp, kr',
  'swish.message': 'Meddelande till betalaren',
  'swish.message.note': 'Högst 50 bokstäver, siffror, mellanslag och : ; . , ? ! ( ) ". Minst en krona.',
  'swish.asked': 'Betala med Swish?',
  'swish.asked.to': 'Till Slussholmen',
  'swish.refund.amount': 'Belopp att betala tillbaka, kr',
  'swish.refund': 'Betala tillbaka',
  'swish.cancel': 'Avbryt, medan den är obetald',
  'swish.busy': 'Swish tillfrågas…',
  'swish.refunded': 'Begärt: Swish betalar tillbaka om några sekunder. Huvudboken visar hur det gick.',
  'swish.cancelled': 'Avbruten.',
};
