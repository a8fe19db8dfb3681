// The words of VEX: what is said of a product beside "affected" and "not affected".

/** CSAF 2.0, 3.2.3.5; the same words in every VEX format. */
export type Justification =
  | 'component_not_present'
  | 'vulnerable_code_not_present'
  | 'vulnerable_code_not_in_execute_path'
  | 'vulnerable_code_cannot_be_controlled_by_adversary'
  | 'inline_mitigations_already_exist';

export interface VexStatement {
  product: string;
  /** Of what is under investigation; empty: all of them. */
  versions: readonly string[];
  says: 'under_investigation' | Justification;
}

export interface VexEvent {
  type: 'VEX';
  statement: VexStatement;
}

/** Why it is not taken now. */
export type VexNeed = 'isUnaffected' | 'isUndecided' | 'isOtherStatement';
