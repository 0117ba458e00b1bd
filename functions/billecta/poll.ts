import { providerPoll } from '../../shared/provider-poll.ts';
import { billecta } from './provider.ts';

export const handler = providerPoll(billecta);
