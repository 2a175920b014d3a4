/**
 * What a replay is judged by: its scored units as columns, exact detection figures over them and NAB's score.
 *
 * <p>Labels are 1 (anomalous), 0 (normal) and −1 (unlabelled). Unlabelled units are left out of what needs a label and
 * counted where none is needed (alerts, calibration). Ties in the score are one threshold everywhere. There is no point
 * adjustment: a run of anomalous units of which one is flagged counts as one unit found, its delay stands apart.
 */
@NullMarked
package dev.undercurrent.detection;

import org.jspecify.annotations.NullMarked;
