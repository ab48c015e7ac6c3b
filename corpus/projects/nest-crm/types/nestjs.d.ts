/** The part of NestJS that this application uses. */
declare module '@nestjs/common' {
  type Target = ClassDecorator & MethodDecorator;

  export function Module(metadata: {
    imports?: unknown[];
    controllers?: unknown[];
    providers?: unknown[];
    exports?: unknown[];
  }): ClassDecorator;
  export function Injectable(): ClassDecorator;
  export function Global(): ClassDecorator;
  export function Controller(path?: string): ClassDecorator;
  export function UseGuards(...guards: unknown[]): Target;
  export function Get(path?: string): MethodDecorator;
  export function Post(path?: string): MethodDecorator;
  export function Patch(path?: string): MethodDecorator;
  export function Delete(path?: string): MethodDecorator;
  export function Param(name: string): ParameterDecorator;
  export function Body(): ParameterDecorator;
  export function Query(): ParameterDecorator;
  export function createParamDecorator<T>(
    factory: (data: unknown, context: ExecutionContext) => T,
  ): () => ParameterDecorator;

  export interface ExecutionContext {
    switchToHttp(): { getRequest<T>(): T };
  }

  export interface CanActivate {
    canActivate(context: ExecutionContext): boolean | Promise<boolean>;
  }

  export class NotFoundException extends Error {
    constructor(message?: string);
  }
  export class ForbiddenException extends Error {
    constructor(message?: string);
  }
  export class BadRequestException extends Error {
    constructor(message?: string);
  }
  export class UnauthorizedException extends Error {
    constructor(message?: string);
  }

  export class Logger {
    constructor(context: string);
    log(message: string): void;
    warn(message: string): void;
    error(message: string, trace?: unknown): void;
  }
}

declare module '@nestjs/core' {
  export const NestFactory: {
    create(module: unknown): Promise<{ listen(port: number): Promise<void> }>;
  };
}

declare module '@nestjs/schedule' {
  export function Cron(expression: string): MethodDecorator;
}

declare module '@nestjs/bullmq' {
  export function InjectQueue(name: string): ParameterDecorator;
  export function Processor(name: string): ClassDecorator;
  export class WorkerHost {
    process(job: unknown): Promise<unknown>;
  }
}

declare module 'bullmq' {
  export class Queue<T = unknown> {
    add(name: string, data: T): Promise<void>;
    addBulk(jobs: { name: string; data: T }[]): Promise<void>;
  }
  export interface Job<T = unknown> {
    id: string;
    name: string;
    data: T;
  }
}

declare module 'nestjs-kysely' {
  export function InjectKysely(): ParameterDecorator;
  export const KyselyModule: {
    forRootAsync(options: { useFactory(): unknown }): unknown;
  };
}

declare module 'bcryptjs' {
  export function hash(password: string, rounds: number): Promise<string>;
  export function compare(password: string, hash: string): Promise<boolean>;
}
