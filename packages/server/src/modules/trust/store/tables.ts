/** Every table of the module, for the register of what the city keeps. */
export const tables = ['trust_case', 'trust_evidence_file', 'trust_newcomer_use'] as const;
