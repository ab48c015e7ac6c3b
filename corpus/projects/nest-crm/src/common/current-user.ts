import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

export interface CurrentUser {
  id: string;
  workspaceId: string;
  role: string;
}

export interface AuthedRequest {
  headers: Record<string, string | undefined>;
  user?: CurrentUser;
}

export const User = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AuthedRequest>().user;
});
