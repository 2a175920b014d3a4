package dev.undercurrent.vae;

/** The exact density of a linear member with Gaussian heads: normal with covariance {@code W Wᵀ + diag(s²)}. */
final class LinearGaussian {
    private final double[] mean;
    private final double[][] cholesky;

    private LinearGaussian(double[] mean, double[][] cholesky) {
        this.mean = mean;
        this.cholesky = cholesky;
    }

    static LinearGaussian of(Member member, int columns, int latent) {
        float[] w = member.weights().tensor("output.w").values();
        float[] b = member.weights().tensor("output.b").values();
        float[] raw = member.weights().tensor("scale").values();
        double[] mean = new double[columns];
        double[][] l = new double[columns][columns];
        for (int i = 0; i < columns; i++) {
            mean[i] = b[i];
            for (int j = 0; j <= i; j++) {
                double covariance = i == j ? 0.01 + Math.exp(2 * raw[i]) : 0;
                for (int k = 0; k < latent; k++) {
                    covariance += w[k * columns + i] * w[k * columns + j];
                }
                for (int k = 0; k < j; k++) {
                    covariance -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(covariance) : covariance / l[j][j];
            }
        }
        return new LinearGaussian(mean, l);
    }

    double logDensity(float[] x) {
        double sum = -0.5 * x.length * Math.log(2 * Math.PI);
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double value = x[i] - mean[i];
            for (int k = 0; k < i; k++) {
                value -= cholesky[i][k] * y[k];
            }
            y[i] = value / cholesky[i][i];
            sum -= 0.5 * y[i] * y[i] + Math.log(cholesky[i][i]);
        }
        return sum;
    }
}
