package dev.undercurrent.baseline;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Squared distance from the subspace of the principal components that hold 90 % of the variance (Shyu et al., "A Novel
 * Anomaly Detection Scheme Based on Principal Component Classifier", 2003).
 */
final class PcaResidual implements Detector {
    private static final double KEPT = 0.9;

    private double[] mean = {};
    private double[][] components = {};

    @Override
    public void fit(double[][] rows, int n) {
        Fit.check(rows, n);
        int width = rows[0].length;
        mean = new double[width];
        for (int i = 0; i < n; i++) {
            for (int f = 0; f < width; f++) {
                mean[f] += (rows[i][f] - mean[f]) / (i + 1);
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance(rows, n), false));
        double[] variances = eigen.getRealEigenvalues(); // descending
        double total = 0;
        for (double variance : variances) {
            total += Math.max(0, variance);
        }
        int kept = 0;
        for (double sum = 0; kept < width && sum < KEPT * total; kept++) {
            sum += Math.max(0, variances[kept]);
        }
        components = new double[kept][];
        for (int c = 0; c < kept; c++) {
            components[c] = eigen.getEigenvector(c).toArray();
        }
    }

    private double[][] covariance(double[][] rows, int n) {
        int width = mean.length;
        double[][] covariance = new double[width][width];
        double[] centred = new double[width];
        for (int i = 0; i < n; i++) {
            for (int f = 0; f < width; f++) {
                centred[f] = rows[i][f] - mean[f];
            }
            for (int a = 0; a < width; a++) {
                for (int b = 0; b <= a; b++) {
                    covariance[a][b] += centred[a] * centred[b] / n;
                }
            }
        }
        for (int a = 0; a < width; a++) {
            for (int b = 0; b < a; b++) {
                covariance[b][a] = covariance[a][b];
            }
        }
        return covariance;
    }

    @Override
    public double score(double[] row) {
        if (mean.length == 0) {
            throw Fit.missing();
        }
        double[] residual = new double[row.length];
        for (int f = 0; f < row.length; f++) {
            residual[f] = row[f] - mean[f];
        }
        for (double[] component : components) { // orthonormal, so one after the other is exact
            double projection = 0;
            for (int f = 0; f < row.length; f++) {
                projection += component[f] * residual[f];
            }
            for (int f = 0; f < row.length; f++) {
                residual[f] -= projection * component[f];
            }
        }
        double sum = 0;
        for (double value : residual) {
            sum += value * value;
        }
        return sum;
    }
}
