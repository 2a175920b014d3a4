/**
 * What the service is put through before anybody may rely on it: {@code mvn -Pchaos verify} kills, starves and confuses
 * it while events flow, and holds every record of the scores topic against what an undisturbed run would have written.
 * Services are processes of their own; brokers run in the test's.
 */
@NullMarked
package dev.undercurrent.chaos;

import org.jspecify.annotations.NullMarked;
