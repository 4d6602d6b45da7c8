// SPDX-License-Identifier: Apache-2.0
/// Reviews of the record: the policy says how often, somebody looks and concludes. Read
/// [LogReviews].
package dev.chaperone.workspace.reviews;
