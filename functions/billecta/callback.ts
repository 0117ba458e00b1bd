import { providerRings } from '../../shared/provider-rings.ts';
import { billecta } from './provider.ts';

export const handler = providerRings(billecta);
