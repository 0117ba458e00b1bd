import { payerPoll } from '../../shared/payer-poll.ts';
import { swish } from './provider.ts';

export const handler = payerPoll(swish);
