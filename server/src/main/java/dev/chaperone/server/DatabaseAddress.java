// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// Where a PostgreSQL is and who we are there.
///
/// @param url of JDBC, for example `jdbc:postgresql://db.example/chaperone`
record DatabaseAddress(String url, String user, String password) {
    @Override
    public String toString() {
        return "DatabaseAddress[" + url + ", user " + user + "]";
    }
}
