-- SPDX-License-Identifier: Apache-2.0
-- Where the ledger says that a version was published; null for versions of the time before.
ALTER TABLE policy_version ADD COLUMN entry bigint;
