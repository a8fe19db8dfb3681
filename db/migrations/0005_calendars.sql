CREATE TABLE `calendars` (
	`person` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`made_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendars_secretHash_unique` ON `calendars` (`secret_hash`);