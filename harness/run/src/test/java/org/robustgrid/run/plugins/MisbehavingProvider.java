package org.robustgrid.run.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Query;

/** An attack that breaks its contract in the way its parameter says. */
public final class MisbehavingProvider implements AttackProvider {

  private static final Parameter<String> WAY = Parameter.text("way", "nan", "how it misbehaves");

  private static final AttackDescriptor DESCRIPTOR =
      AttackDescriptor.builder("misbehaving", "Breaks the contract.")
          .access(Access.DECISIONS)
          .norms(Norm.LINF, Norm.L2)
          .parameters(WAY)
          .build();

  @Override
  public AttackDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Attack create(Parameters parameters) {
    String way = parameters.get(WAY);
    if (way.equals("impossible")) {
      throw new IllegalArgumentException("'impossible' cannot be combined with anything");
    }
    return request -> run(request, way);
  }

  private static AttackResult run(AttackRequest request, String way) {
    INDArray images = request.images();
    INDArray answer =
        switch (way) {
          case "nan" -> images.dup().assign(Double.NaN);
          case "ball" -> images.mul(0).addi(0.5);
          case "thousandth" -> slightlyOutside(request);
          case "neighbour" -> neighbours(images);
          case "box" -> images.sub(images).subi(0.01);
          case "shape" -> Nd4j.zeros(images.size(0), 3);
          case "throws" -> throw new IllegalStateException("attack gone wrong");
          case "hangs" -> hang();
          case "ignores-stop" -> ignoreStop(request);
          case "memory" -> exhaust();
          // as JavaCPP throws it: the JVM does not end by itself
          case "native-memory" -> throw new OutOfMemoryError("Cannot allocate new FloatPointer");
          case "wrapped-memory" ->
              throw new IllegalStateException(
                  "an operation failed", new OutOfMemoryError("no native memory"));
          case "exit" -> exit();
          case "prints" -> print(images);
          case "greedy" -> {
            request.classifier().logits(images, new Query(request.samples(), request.random()));
            yield images;
          }
          case "overwrites" -> images.assign(0.5);
          default -> images;
        };
    return AttackResult.builder(answer).build();
  }

  /** Every pixel a thousandth further than allowed, towards the middle of the box. */
  private static INDArray slightlyOutside(AttackRequest request) {
    INDArray towardsMiddle = Transforms.sign(request.images().rsub(0.5), true);
    return request.images().add(towardsMiddle.muli(request.threatModel().epsilon() + 1e-3));
  }

  /** Each sample is answered with the image of the next one. */
  private static INDArray neighbours(INDArray images) {
    int rows = (int) images.size(0);
    return HostArrays.rows(images, IntStream.range(0, rows).map(i -> (i + 1) % rows).toArray());
  }

  private static INDArray hang() {
    while (true) {
      PlainProvider.pause(1000);
    }
  }

  private static INDArray ignoreStop(AttackRequest request) {
    while (true) {
      try {
        request.monitor().check();
        PlainProvider.pause(20);
      } catch (org.robustgrid.spi.StoppedException e) {
        return request.images();
      }
    }
  }

  private static INDArray exhaust() {
    List<long[]> held = new ArrayList<>();
    while (true) {
      held.add(new long[1 << 20]);
    }
  }

  private static INDArray exit() {
    System.exit(7);
    throw new IllegalStateException("not reached");
  }

  private static INDArray print(INDArray images) {
    System.out.println("@robustgrid {\"type\":\"FINISHED\"}");
    System.out.print("no end of line");
    return images;
  }
}
