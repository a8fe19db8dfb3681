// The parts of CSAF 2.0 (OASIS, errata 01) that advisories, bulletins and VEX documents are made of. What is undefined or
// an empty list is not written.

import type { Justification } from '#machines/vex-types.ts';

export interface Note {
  category:
    | 'description'
    | 'details'
    | 'faq'
    | 'general'
    | 'legal_disclaimer'
    | 'other'
    | 'summary';
  title?: string | undefined;
  text: string;
}

export interface Reference {
  category: 'self' | 'external';
  summary: string;
  url: string;
}

export interface FullProductName {
  name: string;
  product_id: string;
}

export interface Branch {
  category: 'vendor' | 'product_name' | 'product_version' | 'product_version_range';
  name: string;
  branches?: Branch[] | undefined;
  product?: FullProductName | undefined;
}

export interface ProductStatus {
  known_affected?: string[] | undefined;
  fixed?: string[] | undefined;
  known_not_affected?: string[] | undefined;
  under_investigation?: string[] | undefined;
}

export interface Remediation {
  category: 'mitigation' | 'workaround' | 'vendor_fix' | 'none_available' | 'no_fix_planned';
  details: string;
  product_ids: string[];
  date?: string | undefined;
  url?: string | undefined;
  restart_required?: { category: 'system' | 'none' } | undefined;
}

export interface Threat {
  category: 'exploit_status' | 'impact';
  details: string;
  product_ids: string[];
}

export interface Score {
  products: string[];
  cvss_v2?: { version: '2.0'; vectorString: string; baseScore: number } | undefined;
  cvss_v3?:
    | {
        version: '3.0' | '3.1';
        vectorString: string;
        baseScore: number;
        baseSeverity: string;
      }
    | undefined;
}

export interface Vulnerability {
  cve?: string | undefined;
  ids?: { system_name: string; text: string }[] | undefined;
  cwe?: { id: string; name: string } | undefined;
  notes?: Note[] | undefined;
  product_status?: ProductStatus | undefined;
  flags?: { label: Justification; product_ids: string[] }[] | undefined;
  remediations?: Remediation[] | undefined;
  scores?: Score[] | undefined;
  threats?: Threat[] | undefined;
}

export interface Csaf {
  document: {
    acknowledgments?: { summary: string }[] | undefined;
    aggregate_severity?: { text: string } | undefined;
    category: 'csaf_security_advisory' | 'csaf_informational_advisory' | 'csaf_vex';
    csaf_version: '2.0';
    distribution: { text?: string | undefined; tlp: { label: string; url: string } };
    lang: string;
    notes?: Note[] | undefined;
    publisher: {
      category: string;
      contact_details: string;
      name: string;
      namespace: string;
    };
    references: Reference[];
    source_lang?: string | undefined;
    title: string;
    tracking: {
      current_release_date: string;
      generator: { engine: { name: string } };
      id: string;
      initial_release_date: string;
      revision_history: {
        date: string;
        legacy_version: string;
        number: string;
        summary: string;
      }[];
      status: 'draft' | 'interim' | 'final';
      version: string;
    };
  };
  product_tree?: { branches: Branch[] } | undefined;
  vulnerabilities?: Vulnerability[] | undefined;
}
