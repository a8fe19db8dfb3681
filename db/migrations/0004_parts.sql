CREATE TABLE `parts` (
	`incident_id` text NOT NULL,
	`kind` text NOT NULL,
	`n` integer NOT NULL,
	`state` text NOT NULL,
	`closed` integer NOT NULL,
	`key` text,
	`snapshot` text NOT NULL,
	PRIMARY KEY(`incident_id`, `kind`, `n`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `parts_key` ON `parts` (`kind`,`key`);