import type { PersonId } from '@plaza/base';

/** Stands for all members where one mentioned person would stand. */
export const everybody = '00000000-0000-0000-0000-000000000000' as PersonId;
