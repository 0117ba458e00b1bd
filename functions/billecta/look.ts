import { providerLook } from '../../shared/provider-look.ts';
import { billecta } from './provider.ts';

export const handler = providerLook(billecta);
