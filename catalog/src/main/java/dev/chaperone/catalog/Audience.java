// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

/// For whom a plan is sold, which decides what its terms can promise a company.
public enum Audience {
    CONSUMER,
    COMMERCIAL,
    CLOUD_PLATFORM,
    SELF_HOSTED
}
