package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.run.cell.CertificationCell;
import org.robustgrid.run.cell.CertificationResult;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedCertification;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.defense.CertifiedClassifier;
import org.robustgrid.spi.defense.CertifiedClassifier.Certificate;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/** Certifies the first test samples with a model, under separate randomness. */
final class CertificationExecutor implements CellExecutor<CertificationCell> {

  /** Most samples of a batch: one certificate may take 100,000 passes, and progress is by batch. */
  private static final int MOST_ROWS = 8;

  private final ExecutionProfile profile;
  private final PlannedCertification certification;

  CertificationExecutor(ExecutionProfile profile, PlannedCertification certification) {
    this.profile = profile;
    this.certification = certification;
  }

  @Override
  public CertificationResult execute(CertificationCell cell, Subject subject) {
    PlannedModel planned = cell.model();
    LoadedModel model = subject.model();
    OpenDataset dataset = subject.dataset();
    Monitor monitor = subject.monitor();
    long start = System.nanoTime();
    if (!(model.classifier() instanceof CertifiedClassifier classifier)) {
      throw new ViolationException("the deployed classifier issues no certificates");
    }
    RandomKey key = RandomKey.of(planned.seed()).with("certify");
    int samples = certification.samplesOf(planned, dataset.plan());
    int rows = Math.min(MOST_ROWS, profile.batch());
    List<Certificate> certificates = new ArrayList<>();
    for (int from = 0; from < samples; from += rows) {
      monitor.check();
      monitor.progress(from, samples, "certificates");
      int[] batch = IntStream.range(from, Math.min(samples, from + rows)).toArray();
      INDArray images = dataset.batch(dataset.testImages(batch), model.network().precision());
      Query query = new Query(Arrays.stream(batch).asLongStream().toArray(), key);
      certificates.addAll(
          checked(
              classifier.certify(images, query, new BatchMonitor(monitor, from, samples)),
              query,
              classifier.classes()));
    }
    return new CertificationResult(
        subject.key(),
        certificates.stream().map(Certificate::decision).toList(),
        certificates.stream().map(Certificate::radius).toList(),
        certificates.stream().map(Certificate::draws).toList(),
        (System.nanoTime() - start) / 1e9,
        model.meter().seconds(),
        model.meter().forward(),
        model.fewerAtOnce());
  }

  private static List<Certificate> checked(List<Certificate> answer, Query query, int classes) {
    int rows = query.samples().length;
    if (answer == null || answer.size() != rows) {
      throw new ViolationException(
          "the classifier returned "
              + (answer == null ? "no" : answer.size())
              + " certificates for "
              + rows
              + " samples");
    }
    for (int row = 0; row < rows; row++) {
      Certificate certificate = answer.get(row);
      boolean abstains = certificate.decision() == Classifier.ABSTAIN;
      boolean decides = certificate.decision() >= 0 && certificate.decision() < classes;
      boolean radius = Double.isFinite(certificate.radius());
      if (!(abstains && certificate.radius() == 0 || decides && radius)) {
        throw new ViolationException(
            "the certificate of sample "
                + query.samples()[row]
                + " has decision "
                + certificate.decision()
                + " and radius "
                + certificate.radius()
                + "; expected a class below "
                + classes
                + " and a finite radius, or an abstention and radius 0");
      }
    }
    return answer;
  }

  /** Lets a batch be stopped; what it says of its own progress is not the cell's. */
  private record BatchMonitor(Monitor cell, int done, int total) implements Monitor {

    @Override
    public void progress(long rowsDone, long rows, String message) {
      cell.progress(done, total, message);
    }

    @Override
    public void check() {
      cell.check();
    }
  }
}
