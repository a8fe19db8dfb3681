CREATE TABLE `epss` (
	`cve` text PRIMARY KEY NOT NULL,
	`score` real NOT NULL,
	`percentile` real NOT NULL
);
--> statement-breakpoint
CREATE TABLE `kev` (
	`cve` text PRIMARY KEY NOT NULL,
	`added` text NOT NULL,
	`due` text NOT NULL,
	`ransomware` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `threat_feeds` (
	`feed` text PRIMARY KEY NOT NULL,
	`version` text NOT NULL,
	`published_at` text NOT NULL,
	`count` integer NOT NULL,
	`imported_at` text NOT NULL,
	`taken_at` text
);
